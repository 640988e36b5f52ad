/** Reading and writing plain data by JSON pointer, and telling two documents apart leaf by leaf. Pure. */
type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const steps = (pointer: string): string[] => pointer.split('/').slice(1);

export const valueAt = (data: unknown, pointer: string): unknown =>
  steps(pointer).reduce<unknown>((value, step) => (isNode(value) && Object.hasOwn(value, step) ? value[step] : undefined), data);

/** Makes the objects on the way; pointers come from our own tables, never from a mail. */
export function putAt(data: Node, pointer: string, value: unknown): void {
  const path = steps(pointer);
  const last = path.pop() ?? '';
  let place = data;
  for (const step of path) {
    const next = place[step];
    const found: Node = isNode(next) ? next : {};
    place[step] = found;
    place = found;
  }
  place[last] = value;
}

/** Every leaf by its pointer; an empty list or object is a leaf, for it says something. */
export function leavesOf(value: unknown): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const collect = (child: unknown, at: string): void => {
    const entries = isNode(child) ? Object.entries(child) : [];
    if (entries.length > 0) for (const [key, inner] of entries) collect(inner, `${at}/${key}`);
    else if (child !== undefined) leaves.set(at, isNode(child) ? JSON.stringify(child) : child);
  };
  collect(value, '');
  return leaves;
}

export interface Difference {
  /** Leaves that are not there any more. */
  readonly lost: readonly string[];
  /** Leaves that say something else now. */
  readonly changed: readonly string[];
  /** Leaves that were not there. */
  readonly added: readonly string[];
}

export function differenceOf(before: unknown, after: unknown): Difference {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  return {
    lost: [...old.keys()].filter((at) => !now.has(at)),
    changed: [...old].filter(([at, value]) => now.has(at) && now.get(at) !== value).map(([at]) => at),
    added: [...now.keys()].filter((at) => !old.has(at)),
  };
}

/** Lists that are sets in the canonical model: two items can become one when what told them apart does not travel. */
const SETS = /(?:Authorities|purposes|mainDestinations|previousNames|citizenships|grounds|territory|documents)$/;

/** Leaves out what stands twice in a list that is a set; `at` is the pointer or name of the list. */
export function distinct(at: string, items: readonly unknown[]): unknown[] {
  if (!SETS.test(at)) return [...items];
  const said = items.map((item) => JSON.stringify(item));
  return items.filter((_item, index) => said.indexOf(said[index] ?? '') === index);
}
