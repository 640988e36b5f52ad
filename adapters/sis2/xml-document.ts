/**
 * Reads an XML document into plain values. libxml2 judges whether it is one and writes it again, so that everything has one spelling;
 * the elements are taken from that. To ask libxml2 for each of them instead costs twice as much (docs/adr/0006).
 */
import { ParseOption, XmlDocument, XmlError } from 'libxml2-wasm';
import { garbage } from './faults.ts';

/** Its text without blanks around it, or what stands in it by name. */
export type XmlContent = string | XmlElements;

/** Elements of one's own namespace bear their local name, all others `{namespace}name`. Without a prototype: names are the sender's. */
export interface XmlElements {
  [name: string]: XmlContent[];
}

/** The root under its name. The bytes have passed the gate: UTF-8, no document type, no processing instruction. Throws SIS_GARBAGE. */
export function readXml(bytes: Buffer, namespace: string): XmlElements {
  return readRewritten(rewritten(bytes), namespace);
}

const { XML_PARSE_NONET, XML_PARSE_NO_XXE, XML_PARSE_NOCDATA, XML_PARSE_NOERROR, XML_PARSE_NOWARNING } = ParseOption;
// No reports: libxml2 would look up the path of each unknown prefix, at a cost that grows with the square of their number.
const READ = XML_PARSE_NONET | XML_PARSE_NO_XXE | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
const WRITE = { encoding: 'utf-8', format: false, noDeclaration: true, noEmptyTags: true };

function rewritten(bytes: Buffer): string {
  const parts: Buffer[] = [];
  const write = (part: Uint8Array): number => {
    parts.push(Buffer.from(part)); // the library's memory is overwritten, and a part may end within a letter
    return part.length;
  };
  try {
    // Named, or libxml2 would guess UTF-16 from the first bytes and read what the gate did not see.
    const document = XmlDocument.fromBuffer(bytes, { encoding: 'utf-8', option: READ });
    try {
      document.save({ write, close: () => true }, WRITE);
    } finally {
      document.dispose();
    }
  } catch (error) {
    if (error instanceof XmlError) throw garbage('it is no well-formed XML'); // what libxml2 says may hold content
    throw error;
  }
  return Buffer.concat(parts).toString('utf8');
}

interface Scope {
  /** Namespaces that are declared here, by prefix; the default one under ''. */
  readonly declared: ReadonlyMap<string, string>;
  readonly outer?: Scope;
}

interface Open {
  readonly name: string;
  readonly scope: Scope;
  text: string;
  elements?: XmlElements;
}

const SLASH = 0x2f;
const BANG = 0x21;

/** As libxml2 writes: `>` only at the end of a tag or comment, double quotes, one blank before an attribute, no tags of empty elements. */
function readRewritten(text: string, namespace: string): XmlElements {
  const top: Open = { name: '', scope: { declared: new Map([['', '']]) }, text: '' };
  const path: [Open, ...Open[]] = [top];
  for (let at = text.indexOf('<'), next = 0; at !== -1; at = next) {
    const end = endOf(text.charCodeAt(at + 1) === BANG ? '-->' : '>', text, at);
    next = text.indexOf('<', end);
    const following = text.slice(end, next === -1 ? text.length : next);
    const [inner] = path;
    if (text.charCodeAt(at + 1) === BANG) inner.text += following;
    else if (text.charCodeAt(at + 1) === SLASH) close(path, following);
    else path.unshift(open(text.slice(at + 1, end - 1), { outer: inner.scope, namespace, text: following }));
  }
  if (path.length > 1 || top.elements === undefined) throw garbage('it is no well-formed XML');
  return top.elements;
}

/** Behind the mark. */
function endOf(mark: string, text: string, at: number): number {
  const found = text.indexOf(mark, at);
  if (found === -1) throw garbage('it is no well-formed XML');
  return found + mark.length;
}

function open(tag: string, { outer, namespace, text }: { outer: Scope; namespace: string; text: string }): Open {
  const blank = tag.indexOf(' ');
  if (blank === -1) return { name: nameOf(tag, outer, namespace), scope: outer, text };
  const scope = scopeOf(tag.slice(blank), outer);
  return { name: nameOf(tag.slice(0, blank), scope, namespace), scope, text };
}

/** The innermost element is complete and goes into the one around it. */
function close(path: [Open, ...Open[]], following: string): void {
  const [{ name, text, elements }, parent] = path;
  if (parent === undefined) throw garbage('it is no well-formed XML');
  const written = plain(text).trim();
  if (elements !== undefined && written !== '') throw garbage('it mixes texts and elements');
  parent.elements ??= Object.create(null) as XmlElements;
  (parent.elements[name] ??= []).push(elements ?? written);
  parent.text += following;
  path.shift();
}

function scopeOf(attributes: string, outer: Scope): Scope {
  if (!attributes.includes(' xmlns')) return outer;
  const found = attributes.matchAll(/ xmlns(?::([^=" ]+))?="([^"]*)"/g);
  return { outer, declared: new Map([...found].map(([, prefix = '', uri = '']) => [prefix, plain(uri)])) };
}

function nameOf(tag: string, scope: Scope, namespace: string): string {
  const colon = tag.indexOf(':');
  const uri = namespaceOf(tag.slice(0, Math.max(colon, 0)), scope);
  const local = tag.slice(colon + 1);
  return uri === namespace ? local : `{${uri}}${local}`;
}

function namespaceOf(prefix: string, scope: Scope): string {
  for (let within: Scope | undefined = scope; within !== undefined; within = within.outer) {
    const uri = within.declared.get(prefix);
    if (uri !== undefined) return uri;
  }
  throw garbage('it uses a prefix without a namespace');
}

const ESCAPES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r', '#10': '\n', '#9': '\t' };

/** The few escapes that libxml2 writes. */
function plain(text: string): string {
  return text.includes('&') ? text.replace(/&([^;]+);/g, (whole, name: string) => ESCAPES[name] ?? whole) : text;
}
