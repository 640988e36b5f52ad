/**
 * Between the hub's requests and the documents of the register. Pure; loses nothing that the other form can carry and says what it
 * cannot. An answer to another request, or one that contradicts itself, is refused: a doubtful answer must never look like "no visa".
 */
import { HubError } from '../../broker/contract/errors.ts';
import type { VisaV1 } from '../../schemas/types.generated.ts';
import type { Codes } from './codes.ts';
import { garbage } from './faults.ts';
import { EVENT, REFUSAL, REQUESTER, VISA } from './forms.ts';
import { fromNode, strangersTo, toChildren, type Form } from './form.ts';
import type {
  Change,
  Changes,
  ChangesAsked,
  Entry,
  Found,
  RefusalReason,
  RegisterAnswer,
  RegisterRequest,
  UnreadableChange,
} from './request.ts';
import { branch, leaf, type XmlNode } from './xml.ts';

export interface WireRequest {
  readonly document: XmlNode;
  /** JSON pointers to what the register has no place for. */
  readonly lost: readonly string[];
}

/** Throws CODE_UNMAPPED. */
export function toWire(request: RegisterRequest, codes: Codes): WireRequest {
  const asked = [leaf('RequestId', request.requestId), branch('Requester', toChildren(REQUESTER, { ...request.requester }, codes))];
  const { element, content, lost } = contentOf(request, codes);
  return { document: branch(element, [...asked, ...content]), lost };
}

export function changesToWire({ requestId, after, upTo, limit }: ChangesAsked): XmlNode {
  const end = upTo === undefined ? [] : [leaf('UpTo', upTo)];
  return branch('ReadChanges', [leaf('RequestId', requestId), leaf('After', after), ...end, leaf('Limit', limit)]);
}

export const pingToWire = (requestId: string): XmlNode => branch('Ping', [leaf('RequestId', requestId)]);

/** Reads the answer to `request`, valid by the XSD. Throws VISA_REGISTER_GARBAGE. */
export function fromWire(answer: XmlNode, request: RegisterRequest, codes: Codes): RegisterAnswer {
  assertAnswers(answer, request.requestId);
  const isSearch = request.operation.startsWith('FIND_');
  if (answer.name === 'Found' && isSearch) return aboutWhatWasAsked(readFound(answer, codes), request);
  if (answer.name === 'Registered' && !isSearch) {
    return { kind: 'REGISTERED', isNew: isTrue(textOf(answer, 'IsNew')), registeredAt: instantOf(answer, 'RegisteredAt') };
  }
  if (answer.name === 'NotRegistered' && !isSearch) {
    return { kind: 'NOT_REGISTERED', reason: codes.reasons.fromWire(textOf(answer, 'Reason')) as RefusalReason };
  }
  throw garbage('it answers another kind of request');
}

/** Throws VISA_REGISTER_GARBAGE; a change whose codes are unknown is named as unreadable. */
export function changesFromWire(answer: XmlNode, { requestId, after, upTo }: ChangesAsked, codes: Codes): Changes {
  assertAnswers(answer, requestId);
  if (answer.name !== 'Changes') throw garbage('it answers another kind of request');
  const isAsked = (number: number): boolean => number > after && (upTo === undefined || number <= upTo);
  const changes = childrenOf(answer, 'Change').map((change) => readChange(change, codes));
  const unused = childrenOf(answer, 'Unused').map(({ text }) => Number(text));
  if (![...changes.map(({ number }) => number), ...unused].every(isAsked)) throw garbage('it tells of changes that were not asked for');
  return { last: Number(textOf(answer, 'Last')), unused, changes };
}

export function assertPong(answer: XmlNode, requestId: string): void {
  assertAnswers(answer, requestId);
  if (answer.name !== 'Pong') throw garbage('the echo is another');
}

interface Content {
  readonly element: string;
  readonly content: readonly XmlNode[];
  readonly lost: readonly string[];
}

function contentOf(request: RegisterRequest, codes: Codes): Content {
  const recorded = (element: string, form: Form, [key, value]: readonly [string, object]): Content => ({
    element,
    content: [branch(key.charAt(0).toUpperCase() + key.slice(1), toChildren(form, { ...value }, codes))],
    lost: strangersTo(form, { ...value }, `/${key}`),
  });
  const sought = (element: string, ...fields: readonly (readonly [string, string | undefined])[]): Content => ({
    element,
    content: fields.flatMap(([name, value]) => (value === undefined ? [] : [leaf(name, value)])),
    lost: [],
  });
  switch (request.operation) {
    case 'ISSUE':
      return recorded('RegisterIssued', VISA, ['visa', request.visa]);
    case 'REFUSE':
      return recorded('RegisterRefusal', REFUSAL, ['refusal', request.refusal]);
    case 'EVENT': {
      const { content, ...event } = recorded('RegisterEvent', EVENT, ['event', request.event]);
      return { ...event, content: [leaf('StickerNumber', request.visaNumber), ...content] };
    }
    case 'FIND_BY_PERSON': {
      const { surname, forenames, dateOfBirth } = request.person;
      return sought('FindByPerson', ['Surname', surname], ['Forenames', forenames], ['DateOfBirth', dateOfBirth]);
    }
    case 'FIND_BY_DOCUMENT':
      return sought('FindByDocument', ['Number', request.document.number], ['Country', request.document.country]);
    case 'FIND_BY_APPLICATION':
      return sought('FindByApplication', ['ApplicationNumber', request.applicationNumber]);
    case 'FIND_BY_STICKER':
      return sought('FindBySticker', ['StickerNumber', request.visaNumber]);
  }
}

function assertAnswers(answer: XmlNode, requestId: string): void {
  if (textOf(answer, 'RequestId') !== requestId) throw garbage('it answers another request');
}

function readFound(answer: XmlNode, codes: Codes): Found {
  const total = Number(textOf(answer, 'Total'));
  const entries = childrenOf(answer, 'Entry').map((entry) => readEntry(entry, codes));
  if (entries.length > 0 && entries.length !== total) throw garbage('it lists more or fewer entries than it counts');
  return { kind: 'FOUND', answeredAt: instantOf(answer, 'AnsweredAt'), total, entries };
}

/** A sticker and an application are asked for by a key of the register: it has one record or none, and the key stands in it. */
function aboutWhatWasAsked(found: Found, request: RegisterRequest): Found {
  const { total, entries } = found;
  if (request.operation === 'FIND_BY_STICKER') {
    const isIt = (entry: Entry): boolean => 'visa' in entry && stickersOf(entry.visa).includes(request.visaNumber);
    if (total > 1 || total !== entries.length || !entries.every(isIt)) throw garbage('it is about another sticker, or more than one visa');
  }
  if (
    request.operation === 'FIND_BY_APPLICATION' &&
    entries.some((entry) => keyOf(applicationOf(entry)) !== keyOf(request.applicationNumber))
  )
    throw garbage('it is about another application');
  return found;
}

const stickersOf = ({ visaNumber, events = [] }: VisaV1): readonly (string | undefined)[] => [
  visaNumber,
  ...events.map(({ newVisaNumber }) => newVisaNumber),
];

const applicationOf = (entry: Entry): string | undefined => ('visa' in entry ? entry.visa : entry.refusal).applicationNumber;

/** A register may write numbers with other blanks and signs between. */
const keyOf = (number = ''): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

function readEntry({ children: [held] }: XmlNode, codes: Codes): Entry {
  if (held === undefined) throw garbage('an entry is empty');
  // Valid by the XSD; whether it is a canonical record too is checked by who reads it.
  if (held.name === 'Visa') return { visa: fromNode(VISA, held, codes) } as unknown as Entry;
  return { refusal: fromNode(REFUSAL, held, codes) } as unknown as Entry;
}

function readChange(change: XmlNode, codes: Codes): Change | UnreadableChange {
  const number = Number(textOf(change, 'Number'));
  const [entry] = childrenOf(change, 'Entry');
  try {
    if (entry === undefined) throw garbage('a change is empty');
    return { number, changedAt: instantOf(change, 'ChangedAt'), entry: readEntry(entry, codes) };
  } catch (error) {
    if (error instanceof HubError) return { number, unreadable: error.hubCode };
    throw error;
  }
}

const childrenOf = ({ children }: XmlNode, name: string): readonly XmlNode[] => children.filter((child) => child.name === name);

const textOf = (node: XmlNode, name: string): string => childrenOf(node, name)[0]?.text ?? '';

const isTrue = (flag: string): boolean => flag.trim() === 'true' || flag.trim() === '1';

function instantOf(node: XmlNode, name: string): string {
  const instant = Date.parse(textOf(node, name));
  if (Number.isNaN(instant)) throw garbage(`${name} is no instant`);
  return new Date(instant).toISOString();
}
