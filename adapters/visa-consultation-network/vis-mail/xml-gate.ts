/**
 * Stands in front of the XML parser, which has no limits of its own: refuses document types and entities, foreign encodings, deep nesting
 * and floods of elements in one pass. What passes may still be malformed. The SIS adapter has its own gate, for SOAP has further dangers.
 */
import { broken } from '../broken-form.ts';

const MAX_DEPTH = 24;
const MAX_ELEMENTS = 2000;
const MARKUP = /<[?/]?/g;

/** Throws BrokenForm. */
export function passXmlGate(text: string): void {
  if (!/^\s*</.test(text)) throw broken('it is not XML');
  const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw broken('its XML is not UTF-8');
  // CDATA and comments have no use in a form; without them every `<` is a tag.
  if (text.includes('<!')) throw broken('it declares a document type, entities, comments or CDATA');
  countElements(text);
}

function countElements(text: string): void {
  let depth = 0;
  let elements = 0;
  for (const [mark] of text.matchAll(MARKUP)) {
    depth += mark === '</' ? -1 : mark === '<' ? 1 : 0;
    elements += mark === '<' ? 1 : 0;
    // An element that closes itself counts as one level more: a form has few of them.
    if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) throw broken('its XML is nested too deeply or has too many elements');
  }
}
