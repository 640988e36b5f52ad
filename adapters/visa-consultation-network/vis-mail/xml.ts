/** XML of VIS Mail: written by hand, read by xml2js behind a gate. Attributes only where a form has them. */
import { Parser } from 'xml2js';
import { broken } from '../broken-form.ts';
import { passXmlGate } from './xml-gate.ts';

export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text?: string | undefined;
}

export const writeXml = (root: Element): string => `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}`;

function written({ name, attributes = {}, children, text }: Element, indent: string): string {
  const head = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}`;
  if (text !== undefined) return `${head}>${escaped(text)}</${name}>\n`;
  if (children.length === 0) return `${head}/>\n`;
  return `${head}>\n${children.map((child) => written(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/** Line ends as references, for a parser makes one line end of them all. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"\t\r\n]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`)
    .replaceAll(/^\s|\s$/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

interface Parsed {
  readonly '#name': string;
  readonly $?: Readonly<Record<string, string>>;
  readonly $$?: readonly Parsed[];
  readonly _?: string;
}

/** Throws BrokenForm. */
export function readXml(text: string): Element {
  passXmlGate(text);
  const parser = new Parser({
    async: false,
    explicitRoot: false,
    explicitChildren: true,
    preserveChildrenOrder: true,
    explicitCharkey: true,
    // The parser drops text of blanks alone unless it may stand among the children.
    charsAsChildren: true,
    includeWhiteChars: true,
  });
  return elementOf(parsed(parser, text));
}

/** Faults come by the callback, but those behind the root element are thrown. */
function parsed(parser: Parser, text: string): Parsed {
  let root: Parsed | null | undefined;
  try {
    parser.parseString(text, (error, result: Parsed | null) => {
      root = error === null ? result : null;
    });
  } catch {
    root = null;
  }
  if (root === undefined || root === null) throw broken('its XML is not well-formed');
  return root;
}

function elementOf({ $, $$: inside = [], '#name': name }: Parsed): Element {
  const children = inside.filter((child) => child['#name'] !== TEXT).map(elementOf);
  const text = inside.map((child) => (child['#name'] === TEXT ? (child._ ?? '') : '')).join('');
  const attributes = $ === undefined ? {} : { attributes: $ };
  return children.length > 0 ? { name, ...attributes, children } : { name, ...attributes, children, text };
}

const TEXT = '__text__';
