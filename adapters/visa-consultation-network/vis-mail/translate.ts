/**
 * Between a form and its VIS Mail document, both ways; the number of the application is the key. Which fields stand in it follows from
 * VIS Reg. Art. 9 and 16; names of elements and their order are ours. Pure.
 */
import { HubError } from '../../../broker/contract/errors.ts';
import { broken } from '../broken-form.ts';
import { BY_NATURE, KINDS, MESSAGE_KINDS, type Form, type Kind, type MessageKind } from '../kinds.ts';
import { distinct, putAt, valueAt } from '../pointers.ts';
import { readXml, writeXml, type Element } from './xml.ts';
import { fromElements, toElements } from './elements.ts';

export interface VisMail {
  readonly subject: string;
  readonly xml: string;
}

const ROOT = 'VisMail';
const VERSION = '1';
const UNIFIER = /^[A-Za-z0-9][A-Za-z0-9 ]{0,49}$/;
const NO_APPLICATION = 'NONE';

/** Stays inside: party codes of the hub, the officer, and what holds of every message of the network by its nature. */
const INTERNAL: readonly RegExp[] = [/\/(?:[a-zA-Z]*Authority|cancelledBy|receivedBy|consultedAuthorities\/\d+)\/code$/, /^\/officer\//];

export function toVisMail(form: Form): VisMail {
  const { kind, applicationNumber } = form;
  const body = isMessage(kind) ? [bodyOf(kind, form)] : [];
  const header: Element = { name: 'Header', children: headerOf(form) };
  const xml = writeXml({ name: ROOT, attributes: { version: VERSION }, children: [header, ...body] });
  return { subject: applicationNumber ?? NO_APPLICATION, xml };
}

function headerOf({ kind, unifier, applicationNumber, reference, about, words }: Form): Element[] {
  const said = { MessageId: unifier, Kind: kind, ApplicationNumber: applicationNumber, Reference: reference, About: about, Words: words };
  return Object.entries(said).flatMap(([name, text]) => (text === undefined ? [] : [{ name, children: [], text }]));
}

function bodyOf(kind: MessageKind, { applicationNumber, data }: Form): Element {
  assertByNature(kind, data);
  if (applicationNumber === undefined) throw untranslatable('the number of the application is missing, and VIS Mail has no other key');
  const skipped = [...Object.keys(BY_NATURE[kind] ?? {}), KINDS[kind].reference, KINDS[kind].applicationNumber];
  const isLeftOut = (at: string): boolean => skipped.includes(at) || INTERNAL.some((inside) => inside.test(at));
  return { name: 'Body', children: toElements(data, isLeftOut) };
}

export function fromVisMail({ subject, xml }: VisMail): Form {
  const root = readXml(xml);
  if (root.name !== ROOT || root.attributes?.['version'] !== VERSION) throw broken('its XML is no VIS Mail document of version 1');
  const header = childOf(root, 'Header') ?? broke('it has no Header');
  const kind = readKind(textOf(header, 'Kind'));
  const unifier = textOf(header, 'MessageId') ?? '';
  if (!UNIFIER.test(unifier)) throw broken('its MessageId is missing or not as it must be');
  const applicationNumber = textOf(header, 'ApplicationNumber');
  if (subject.trim() !== (applicationNumber ?? NO_APPLICATION))
    throw broken('the number of the application is another in subject and document');
  const reference = textOf(header, 'Reference');
  const form = { kind, unifier, applicationNumber, reference, about: textOf(header, 'About'), words: textOf(header, 'Words') };
  return isMessage(kind) ? { ...form, data: dataOf(kind, root, { applicationNumber, reference }) } : form;
}

function dataOf(kind: MessageKind, root: Element, keys: { applicationNumber: string | undefined; reference: string | undefined }): unknown {
  if (keys.applicationNumber === undefined) throw broken('its number of the application is missing');
  if (keys.reference === undefined) throw broken('its Reference is missing');
  const data = fromElements(childOf(root, 'Body')?.children ?? broke('it has no Body'));
  for (const [at, value] of Object.entries(BY_NATURE[kind] ?? {})) putAt(data, at, value);
  putAt(data, KINDS[kind].reference, keys.reference);
  putAt(data, KINDS[kind].applicationNumber, keys.applicationNumber);
  nameAuthorities(data);
  return data;
}

/** An authority whose code stayed with its sender has still the name of its state. */
function nameAuthorities(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const [key, child] of Object.entries(fields)) {
    if (AUTHORITY.test(key)) nameAuthority(child);
    else nameAuthorities(child);
    if (!Array.isArray(child)) continue;
    if (key === 'consultedAuthorities') child.forEach(nameAuthority);
    fields[key] = distinct(key, child);
  }
}

const AUTHORITY = /^(?:[a-zA-Z]*Authority|cancelledBy|receivedBy)$/;

function nameAuthority(value: unknown): void {
  const country = valueAt(value, '/country');
  const isNamed = ['/name', '/code'].some((at) => valueAt(value, at) !== undefined);
  if (typeof country === 'string' && !isNamed) putAt(value as Record<string, unknown>, '/name', country);
}

function readKind(word: string | undefined): Kind {
  const kinds: readonly Kind[] = [...MESSAGE_KINDS, 'DELIVERY_NOTICE', 'TECHNICAL_ERROR'];
  return kinds.find((kind) => kind === word) ?? broke('its Kind is not known');
}

function assertByNature(kind: MessageKind, data: unknown): void {
  const scope = BY_NATURE[kind]?.['/scope'];
  if (scope !== undefined && valueAt(data, '/scope') !== scope)
    throw untranslatable('a national consultation does not go to another state');
}

/** Throws BrokenForm where it stands twice: of two nobody could say which is meant. */
function childOf({ children }: Element, name: string): Element | undefined {
  const [found, other] = children.filter((child) => child.name === name);
  return other === undefined ? found : broke(`the element ${name} stands twice`);
}
const textOf = (parent: Element, name: string): string | undefined => childOf(parent, name)?.text;
const isMessage = (kind: Kind): kind is MessageKind => MESSAGE_KINDS.some((known) => known === kind);

function broke(words: string): never {
  throw broken(words);
}

const untranslatable = (words: string): HubError =>
  new HubError('TRANSLATION_FAILED', { detail: `VIS Mail cannot carry the message: ${words}.` });
