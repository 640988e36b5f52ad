/** Reads the requests: judged by the XSD, then walked element by element. Shares nothing with the adapter but the XSD, which is the contract. */
import { readFile } from 'node:fs/promises';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import type { HeldEvent, HeldPerson, HeldRefusal, HeldVisa } from './held.ts';

/** A tree that outlives the library's document. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly inner: readonly Element[];
}

/** Answers undefined for what is no valid document. */
export type ReadDocument = (xml: string) => Element | undefined;

export async function createDocumentReader(): Promise<ReadDocument> {
  const xsd = XmlDocument.fromString(await readFile(new URL('../xsd/visa-register.xsd', import.meta.url), 'utf8'));
  const validator = XsdValidator.fromDoc(xsd);
  return (xml) => {
    if (/<!(?!--|\[CDATA\[)/.test(xml)) return undefined;
    try {
      const document = XmlDocument.fromString(xml);
      try {
        validator.validate(document);
        return elementFrom(document.root);
      } finally {
        document.dispose();
      }
    } catch {
      return undefined;
    }
  };
}

function elementFrom(element: XmlElement): Element {
  const inner: Element[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) if (child instanceof XmlElement) inner.push(elementFrom(child));
  return { name: element.name, text: inner.length === 0 ? element.content : '', inner };
}

export const childOf = (element: Element | undefined, ...path: readonly string[]): Element | undefined =>
  path.reduce<Element | undefined>((at, name) => at?.inner.find((child) => child.name === name), element);

export const textOf = (element: Element | undefined, ...path: readonly string[]): string => childOf(element, ...path)?.text ?? '';

const optionalText = (element: Element, name: string): string | undefined => childOf(element, name)?.text;

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const write = ({ name, text, inner }: Element): string => `<${name}>${escape(text)}${inner.map(write).join('')}</${name}>`;

export function visaFrom(element: Element, registeredAt: string): HeldVisa {
  const head = element.inner
    .filter(({ name }) => name !== 'Status' && name !== 'Events')
    .map(write)
    .join('');
  return {
    is: 'visa',
    number: textOf(element, 'StickerNumber'),
    application: textOf(element, 'ApplicationNumber'),
    type: textOf(element, 'Type'),
    validFrom: textOf(element, 'ValidFrom'),
    validTo: textOf(element, 'ValidTo'),
    stayDays: Number(textOf(element, 'StayDays')),
    issuedOn: textOf(element, 'IssuedOn'),
    person: personFrom(childOf(element, 'Holder'), childOf(element, 'TravelDocument')),
    head: () => head,
    registeredAt,
    events: [],
  };
}

export function refusalFrom(element: Element, registeredAt: string): HeldRefusal {
  const head = element.inner.map(write).join('');
  const person = personFrom(childOf(element, 'Applicant'), childOf(element, 'TravelDocument'));
  return { is: 'refusal', application: textOf(element, 'ApplicationNumber'), person, head: () => head, registeredAt };
}

export const eventFrom = (element: Element, registeredAt: string): HeldEvent => ({
  kind: textOf(element, 'Kind'),
  on: textOf(element, 'On'),
  newValidTo: optionalText(element, 'NewValidTo'),
  newNumber: optionalText(element, 'NewStickerNumber'),
  xml: write(element),
  registeredAt,
});

function personFrom(person: Element | undefined, document: Element | undefined): HeldPerson {
  const names = (name: string): string[] => writingsOf(childOf(person, 'Name', name));
  const previous = childOf(person, 'Name', 'PreviousNames')?.inner.flatMap(writingsOf) ?? [];
  return {
    surnames: [...names('Surname'), ...names('SurnameAtBirth'), ...previous],
    forenames: names('Forenames'),
    born: textOf(person, 'Birth', 'Date', 'Value'),
    document: { number: textOf(document, 'Number'), country: textOf(document, 'Country') },
  };
}

const writingsOf = (name: Element | undefined): string[] =>
  [textOf(name, 'Original'), textOf(name, 'Transliterated')].filter((text) => text !== '');
