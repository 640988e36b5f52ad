/** XML as plain nodes: written with everything escaped, read only behind the gate and after the XSD has passed it. */
import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XmlElement, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { DOCUMENT_LIMITS, gateXml } from './xml-gate.ts';

/** An element: either text or children. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

export const NAMESPACE = 'urn:pobyt-hub:visa-register:v1';

export const leaf = (name: string, value: string | number): XmlNode => ({ name, text: String(value), children: [] });
export const branch = (name: string, children: readonly XmlNode[]): XmlNode => ({ name, text: '', children });

/** A whole document in UTF-8. */
export function writeXml({ name, children }: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${children.map(written).join('')}</${name}>\n`;
}

const written = ({ name, text, children }: XmlNode): string => `<${name}>${escaped(text)}${children.map(written).join('')}</${name}>`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const escaped = (text: string): string => text.replaceAll(/[&<>\r]/g, (sign) => ESCAPES[sign] ?? sign);

/** What is wrong with a document, by line and place, never by content. */
export type XmlReading = { readonly node: XmlNode } | { readonly faults: readonly string[] };

export interface XmlReader {
  read(bytes: Buffer, maxBytes: number): XmlReading;
  close(): void;
}

export function createXmlReader(): XmlReader {
  const schema = XmlDocument.fromString(readFileSync(new URL('./xsd/visa-register.xsd', import.meta.url), 'utf8'));
  const validator = XsdValidator.fromDoc(schema);
  return {
    read: (bytes, maxBytes) => {
      const gated = gateXml(bytes, { ...DOCUMENT_LIMITS, maxBytes });
      return 'danger' in gated ? { faults: [gated.danger] } : parse(gated.text, validator);
    },
    close: () => {
      validator.dispose();
      schema.dispose();
    },
  };
}

const OPTIONS = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NOCDATA;

function parse(text: string, validator: XsdValidator): XmlReading {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromString(text, { option: OPTIONS });
    validator.validate(document);
    return { node: nodeOf(document.root) };
  } catch (error) {
    if (error instanceof XmlLibError) return { faults: faultsOf(error) };
    throw error;
  } finally {
    document?.dispose();
  }
}

function nodeOf(element: XmlElement): XmlNode {
  const children: XmlNode[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) if (child instanceof XmlElement) children.push(nodeOf(child));
  return { name: element.name, text: children.length > 0 ? '' : element.content, children };
}

/** The library's messages quote the content; only the place and the kind of the fault are kept. */
function faultsOf({ details }: XmlLibError): readonly string[] {
  const places = details.map(({ line, message, xpath = '' }) => `line ${line}, ${faultIn(message, xpath)}`);
  return places.length > 0 ? places : ['it cannot be read'];
}

function faultIn(message: string, path: string): string {
  const [, element, rest = ''] = /^Element '(?:\{[^}]*\})?([A-Za-z]+)': (.*)/s.exec(message) ?? [];
  if (element === undefined) return 'not well formed';
  const kind = /^\[facet '([a-zA-Z]+)'\]/.exec(rest)?.[1];
  return `${path} ${element}: ${kind === undefined ? 'not expected, incomplete or of the wrong form' : `breaks its ${kind}`}`;
}
