/**
 * A form says field by field how a canonical record stands in XML: one table serves both directions, so that neither can forget what
 * the other knows. The order is that of the XSD.
 */
import type { Codes } from './codes.ts';
import type { XmlNode } from './xml.ts';

type Value =
  | { readonly is: 'text' }
  | { readonly is: 'number' }
  | { readonly is: 'code'; readonly table: keyof Codes }
  | { readonly is: 'record'; readonly form: Form }
  | { readonly is: 'list'; readonly item: string; readonly of: Value };

export interface Field {
  /** In the canonical record. */
  readonly key: string;
  readonly element: string;
  readonly value: Value;
}

export type Form = readonly Field[];

type Canonical = Readonly<Record<string, unknown>>;

export const TEXT: Value = { is: 'text' };
export const NUMBER: Value = { is: 'number' };
export const code = (table: keyof Codes): Value => ({ is: 'code', table });
export const record = (form: Form): Value => ({ is: 'record', form });
/** A list has an element of its own, so that an empty one is not taken for none. */
export const list = (item: string, of: Value): Value => ({ is: 'list', item, of });

/** The element is called as the field unless it says otherwise. */
export const field = (key: string, value: Value, element = key.charAt(0).toUpperCase() + key.slice(1)): Field => ({ key, element, value });

/** Throws CODE_UNMAPPED. Keys that the form does not know are named by `strangersTo`. */
export function toChildren(form: Form, from: Canonical, codes: Codes): readonly XmlNode[] {
  return form.flatMap(({ key, element, value }) => (from[key] === undefined ? [] : toNode(element, { value, from: from[key] }, codes)));
}

/** Throws CODE_UNMAPPED. The node has passed the XSD. */
export function fromNode(form: Form, node: XmlNode, codes: Codes): Record<string, unknown> {
  const entries = form.flatMap(({ key, element, value }) => {
    const child = node.children.find(({ name }) => name === element);
    return child === undefined ? [] : [[key, fromValue(value, child, codes)] as const];
  });
  return Object.fromEntries(entries);
}

/** JSON pointers to what the record holds and the form has no place for. */
export function strangersTo(form: Form, from: Canonical, pointer = ''): string[] {
  return Object.entries(from).flatMap(([key, held]) => {
    const known = form.find((candidate) => candidate.key === key);
    return known === undefined ? [`${pointer}/${key}`] : strangersIn(known.value, held, `${pointer}/${key}`);
  });
}

function strangersIn(value: Value, held: unknown, pointer: string): string[] {
  if (value.is === 'record') return strangersTo(value.form, held as Canonical, pointer);
  if (value.is !== 'list') return [];
  return (held as readonly unknown[]).flatMap((one, index) => strangersIn(value.of, one, `${pointer}/${index}`));
}

function toNode(name: string, { value, from }: { readonly value: Value; readonly from: unknown }, codes: Codes): XmlNode {
  switch (value.is) {
    case 'text':
    case 'number':
      return { name, text: String(from), children: [] };
    case 'code':
      return { name, text: codes[value.table].toWire(String(from)), children: [] };
    case 'record':
      return { name, text: '', children: toChildren(value.form, from as Canonical, codes) };
    case 'list':
      return {
        name,
        text: '',
        children: (from as readonly unknown[]).map((one) => toNode(value.item, { value: value.of, from: one }, codes)),
      };
  }
}

function fromValue(value: Value, node: XmlNode, codes: Codes): unknown {
  switch (value.is) {
    case 'text':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'code':
      return codes[value.table].fromWire(node.text);
    case 'record':
      return fromNode(value.form, node, codes);
    case 'list':
      return node.children.map((child) => fromValue(value.of, child, codes));
  }
}
