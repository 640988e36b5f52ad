/** Between the data of a message and XML elements: a field is an element of its name, a list repeats it. Pure. */
import { broken } from '../broken-form.ts';
import type { Element } from './xml.ts';

/** Fields that are lists, numbers or flags wherever they stand; all others are text or objects. A canonical schema with a new one must name it here. */
const LISTS = new Set([
  'consultedAuthorities',
  'purposes',
  'mainDestinations',
  'previousVisas',
  'previousNames',
  'citizenships',
  'grounds',
  'territory',
  'documents',
]);
const NUMBERS = new Set(['stayDays']);
const FLAGS = new Set(['isUrgent']);
/** A list that is there and empty says something: nobody's citizen is not the same as unknown. */
const EMPTY = 'isEmpty';

export function toElements(value: unknown, isLeftOut: (at: string) => boolean, at = ''): Element[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, child]) => fieldOf({ key, child, at: `${at}/${key}` }, isLeftOut));
}

function fieldOf({ key, child, at }: { key: string; child: unknown; at: string }, isLeftOut: (at: string) => boolean): Element[] {
  if (isLeftOut(at)) return [];
  const name = (key.at(0) ?? '').toUpperCase() + key.slice(1);
  if (!Array.isArray(child)) return oneOf(name, { child, at }, isLeftOut);
  if (child.length === 0) return [{ name, attributes: { [EMPTY]: 'true' }, children: [] }];
  return child.flatMap((item, index) => oneOf(name, { child: item, at: `${at}/${index}` }, isLeftOut));
}

function oneOf(name: string, { child, at }: { child: unknown; at: string }, isLeftOut: (at: string) => boolean): Element[] {
  if (typeof child !== 'object' || child === null) return [{ name, children: [], text: String(child) }];
  const children = toElements(child, isLeftOut, at);
  return children.length === 0 ? [] : [{ name, children }];
}

/** Throws BrokenForm. */
export function fromElements(elements: readonly Element[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const element of elements) {
    const key = (element.name.at(0) ?? '').toLowerCase() + element.name.slice(1);
    if (!/^[a-z][A-Za-z]{0,40}$/.test(key) || key === 'constructor') throw broken('an element has a name that no field has');
    if (LISTS.has(key)) addItem(data, key, element);
    else if (Object.hasOwn(data, key)) throw broken('an element stands twice');
    else data[key] = valueOf(key, element);
  }
  return data;
}

function addItem(data: Record<string, unknown>, key: string, element: Element): void {
  const items = (data[key] ??= []) as unknown[];
  if (element.attributes?.[EMPTY] !== 'true') items.push(valueOf(key, element));
}

function valueOf(key: string, { children, text }: Element): unknown {
  if (children.length > 0) return fromElements(children);
  const said = text ?? '';
  if (NUMBERS.has(key)) return /^\d{1,4}$/.test(said) ? Number(said) : broke('a number is none');
  if (FLAGS.has(key)) return said === 'true' || said === 'false' ? said === 'true' : broke('a flag is neither true nor false');
  return said;
}

function broke(words: string): never {
  throw broken(words);
}
