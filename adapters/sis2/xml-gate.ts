/**
 * Stands in front of the XML parser, whose own limits are wider than any answer needs: refuses document types, entities, processing
 * instructions (SOAP 1.1 section 3), foreign encodings, deep nesting and floods of elements in one cheap pass. What passes may still be
 * malformed.
 */
export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
}

export const ANSWER_LIMITS: XmlLimits = { maxDepth: 24, maxElements: 20_000 };

const SLASH = 0x2f;
const QUESTION = 0x3f;
const BANG = 0x21;
const GREATER = 0x3e;
const DOUBLE = 0x22;
const SINGLE = 0x27;

/** Why the text must not be parsed, in words without any of its content; undefined when it may. */
export function findXmlDanger(text: string, limits: XmlLimits): string | undefined {
  if (text.includes('\uFFFD') || text.includes('\0')) return 'it is not UTF-8';
  if (!/^\s*</.test(text)) return 'it is not XML';
  const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') return 'its encoding is not UTF-8';
  return findInMarkup(text, limits);
}

function findInMarkup(text: string, limits: XmlLimits): string | undefined {
  let depth = 0;
  let elements = 0;
  for (let at = text.indexOf('<'); at !== -1;) {
    const end = endOfMarkup(text, at);
    if (end < 0) return NO_END[end];
    const step = depthStep(text, at, end);
    depth += step;
    if (step >= 0 && isElement(text, at)) elements += 1;
    if (depth > limits.maxDepth) return 'it is nested too deeply';
    if (elements > limits.maxElements) return 'it has too many elements';
    at = text.indexOf('<', end + 1);
  }
  return undefined;
}

function isElement(text: string, at: number): boolean {
  const kind = text.charCodeAt(at + 1);
  return kind !== BANG && kind !== QUESTION && kind !== SLASH;
}

/** How much deeper the text after this markup is. */
function depthStep(text: string, at: number, end: number): number {
  if (text.charCodeAt(at + 1) === SLASH) return -1;
  return isElement(text, at) && text.charCodeAt(end - 1) !== SLASH ? 1 : 0;
}

const [CUT_OFF, DECLARATION, INSTRUCTION] = [-1, -2, -3] as const;
const NO_END: Readonly<Record<number, string>> = {
  [CUT_OFF]: 'its markup is not finished',
  [DECLARATION]: 'it declares a document type or entities',
  [INSTRUCTION]: 'it has processing instructions',
};

/** Index of the last character of the markup that starts at `at`, or why there is none. */
function endOfMarkup(text: string, at: number): number {
  const kind = text.charCodeAt(at + 1);
  if (kind === BANG) {
    if (text.startsWith('<!--', at)) return after(text.indexOf('-->', at + 4), 2);
    return text.startsWith('<![CDATA[', at) ? after(text.indexOf(']]>', at + 9), 2) : DECLARATION;
  }
  if (kind === QUESTION) return /^<\?xml\s/.test(text.slice(at, at + 6)) ? after(text.indexOf('?>', at + 2), 1) : INSTRUCTION;
  return kind === SLASH ? text.indexOf('>', at) : endOfTag(text, at + 1);
}

const after = (index: number, length: number): number => (index === -1 ? CUT_OFF : index + length);

/** A `>` inside a quoted attribute value does not end a tag. */
function endOfTag(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quote !== 0) {
      if (sign === quote) quote = 0;
    } else if (sign === GREATER) return at;
    else if (sign === DOUBLE || sign === SINGLE) quote = sign;
  }
  return CUT_OFF;
}
