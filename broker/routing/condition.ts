/**
 * Whether data fulfil the condition of a subscription: a JSON Schema (draft 2020-12) of the few keywords that
 * `_exchange/condition.schema.json` admits. Steps are counted, so that no condition takes long on any data; no library counts them.
 */

export type Condition = Readonly<Record<string, unknown>>;

/** Some tens of milliseconds. */
const MOST_STEPS = 1_000_000;

/** What is still allowed, over all parts of one condition. */
interface Steps {
  left: number;
}

type Keyword = (value: unknown, data: unknown, steps: Steps) => boolean;

/** A condition that would take longer counts as fulfilled: its party gets what it may have anyway, rather than miss a message. */
export function isFulfilled(condition: Condition, data: unknown): boolean {
  const steps: Steps = { left: MOST_STEPS };
  const isFitting = fits(condition, data, steps);
  return isFitting || steps.left < 0;
}

function fits(condition: unknown, data: unknown, steps: Steps): boolean {
  if (isOver(steps, 1)) return false;
  for (const [name, value] of Object.entries(condition as Condition)) {
    if (isOver(steps, 1) || KEYWORDS.get(name)?.(value, data, steps) === false) return false;
  }
  return true;
}

function isOver(steps: Steps, count: number): boolean {
  steps.left -= count;
  return steps.left < 0;
}

const isObject = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

const TYPES: ReadonlyMap<unknown, (data: unknown) => boolean> = new Map([
  ['object', isObject],
  ['array', Array.isArray],
  ['string', (data: unknown) => typeof data === 'string'],
  ['number', Number.isFinite],
  ['integer', Number.isInteger],
  ['boolean', (data: unknown) => typeof data === 'boolean'],
  ['null', (data: unknown) => data === null],
]);

const members: Keyword = (conditions, data, steps) => {
  if (!isObject(data)) return true;
  const named = Object.entries(conditions as Condition);
  if (isOver(steps, named.length)) return false;
  return named.every(([name, one]) => !Object.hasOwn(data, name) || fits(one, data[name], steps));
};

const required: Keyword = (names, data, steps) => {
  if (!isObject(data)) return true;
  return !isOver(steps, (names as readonly string[]).length) && (names as readonly string[]).every((name) => Object.hasOwn(data, name));
};

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['type', (type, data) => TYPES.get(type)?.(data) === true],
  ['properties', members],
  ['required', required],
  ['const', isEqual],
  ['enum', (values, data, steps) => (values as readonly unknown[]).some((value) => isEqual(value, data, steps))],
  ['minimum', (least, data) => !Number.isFinite(data) || (data as number) >= (least as number)],
  ['maximum', (most, data) => !Number.isFinite(data) || (data as number) <= (most as number)],
  ['items', (one, data, steps) => !Array.isArray(data) || data.every((item) => fits(one, item, steps))],
  ['contains', (one, data, steps) => !Array.isArray(data) || data.some((item) => fits(one, item, steps))],
  ['allOf', (all, data, steps) => (all as readonly unknown[]).every((one) => fits(one, data, steps))],
  ['anyOf', (any, data, steps) => (any as readonly unknown[]).some((one) => fits(one, data, steps))],
  ['not', (one, data, steps) => !fits(one, data, steps)],
]);

/** The same JSON; the order of members does not count. */
function isEqual(one: unknown, other: unknown, steps: Steps): boolean {
  if (isOver(steps, 1)) return false;
  const areBoth = typeof one === 'object' && typeof other === 'object' && one !== null && other !== null;
  if (!areBoth || Array.isArray(one) !== Array.isArray(other)) return one === other;
  return areMembersEqual(one as Condition, other as Condition, steps);
}

function areMembersEqual(mine: Condition, theirs: Condition, steps: Steps): boolean {
  const [names, count] = [Object.keys(mine), Object.keys(theirs).length];
  if (isOver(steps, count) || names.length !== count) return false;
  for (const name of names) if (!Object.hasOwn(theirs, name) || !isEqual(mine[name], theirs[name], steps)) return false;
  return true;
}
