/** What the simulated SIS does with a request once it is authentic and parsed: checks it, searches, and builds the answer. */
import type { AlertStore, Search } from './alert-store.ts';
import type { Finding } from './alert.ts';
import type { Mode } from './matching.ts';
import { scenarioOfSurname, type Scenario } from './scenario.ts';
import { wireDay } from './wire-date.ts';

/** A fault with a code only; the words stay inside. */
export class SimulatedFault extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface OperationContext {
  readonly store: AlertStore;
  readonly limit: number;
  readonly now: () => Date;
}

type Node = Readonly<Record<string, unknown>>;

const USER_FIELDS = ['Institution', 'Unit', 'EndUserId', 'Purpose', 'LegalBasis', 'CaseReference'];

/** Reads a request; a technical account without a person, a purpose and a case is refused. */
export function readSearch(args: unknown): Search {
  const request = node(args);
  const user = node(request['User']);
  if (USER_FIELDS.some((name) => typeof user[name] !== 'string' || user[name] === '')) throw new SimulatedFault('Client.User');
  const categories = list(request['Category']);
  if (categories.length === 0) throw new SimulatedFault('Client.Categories');
  const mode = (text(request, 'Mode') ?? 'anyName') as Mode;
  if (request['Document'] !== undefined) {
    const document = node(request['Document']);
    const country = text(document, 'Country');
    return { kind: 'document', number: must(document, 'Number'), mode, categories, ...(country === undefined ? {} : { country }) };
  }
  if (request['SchengenId'] !== undefined) return { kind: 'alert', schengenId: must(request, 'SchengenId'), categories };
  return { kind: 'person', person: readPerson(node(request['Person'])), mode, categories };
}

export const scenarioOf = (search: Search): Scenario => (search.kind === 'person' ? scenarioOfSurname(search.person.surname) : 'NORMAL');

/** The answer of the interface, elements in the order of the schema. */
export function answer(args: unknown, search: Search, how: OperationContext & { scenario: Scenario }): object {
  const at = how.now();
  const found = how.store.search(search, wireDay(at));
  const tooMany = found.length > how.limit;
  const alerts = tooMany ? [] : found.map((finding) => toElement(finding, search.categories));
  const stray = how.scenario === 'LEAK' ? how.store.outside(search.categories) : undefined;
  if (stray !== undefined) alerts.push(toElement({ alert: stray, identity: 0, score: 50, fields: ['surname'] }, search.categories));
  const outcome = alerts.length > 0 ? 'matches' : tooMany ? 'tooMany' : 'noMatch';
  const now = at.toISOString();
  return {
    SearchId: must(node(args), 'SearchId'),
    Outcome: how.scenario === 'PARTIAL' ? 'partial' : outcome,
    Alert: alerts,
    Searched: search.categories,
    AnsweredAt: now,
    SourceKind: 'nationalCopy',
    SourceAsOf: now.replace(/\d\d\.\d{3}Z$/, '00.000Z'),
    ...(how.scenario === 'PARTIAL' ? { SilentSource: ['CS-SIS'] } : {}),
  };
}

/** The order of the schema; a SOAP element out of its place is no valid answer. */
const ALERT_ORDER = [
  ...[
    'SchengenId',
    'IssuingState',
    'Category',
    'LegalArticle',
    'Reason',
    'Action',
    'Warning',
    'OffenceType',
    'Identity',
    'MatchedIdentity',
  ],
  ...[
    'Document',
    'Nationality',
    'HasPhoto',
    'HasFingerprints',
    'HasEaw',
    'Link',
    'FlaggedBy',
    'ExpiresOn',
    'SireneContact',
    'Score',
    'MatchedField',
  ],
];
const IDENTITY_ORDER = ['Kind', 'Surname', 'Forename', 'NameAtBirth', 'DateOfBirth', 'PlaceOfBirth', 'Sex', 'Nationality'];

function toElement({ alert, identity, score, fields }: Finding, categories: readonly string[]): object {
  const element = {
    ...alert,
    Identity: alert.Identity.map((one) => inOrder(one, IDENTITY_ORDER)),
    MatchedIdentity: identity,
    Link: alert.Link.filter((link) => categories.includes(link.Category)),
    SireneContact: 'SIRENE Polska, 24/7',
    Score: score,
    MatchedField: fields,
  };
  return inOrder(element, ALERT_ORDER);
}

function inOrder(element: object, names: readonly string[]): object {
  const values = new Map<string, unknown>(Object.entries(element));
  return Object.fromEntries(names.flatMap((name) => (values.get(name) === undefined ? [] : [[name, values.get(name)]])));
}

function readPerson(person: Node): Extract<Search, { kind: 'person' }>['person'] {
  const surname = must(person, 'Surname');
  const [forename, dateOfBirth] = [text(person, 'Forename'), text(person, 'DateOfBirth')];
  const [sex, nationality] = [text(person, 'Sex'), text(person, 'Nationality')];
  return {
    surname,
    ...(forename === undefined ? {} : { forename }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(sex === undefined ? {} : { sex }),
    ...(nationality === undefined ? {} : { nationality }),
  };
}

function node(value: unknown): Node {
  if (typeof value !== 'object' || value === null) throw new SimulatedFault('Client.Request');
  return value as Node;
}

function text(from: Node, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function must(from: Node, name: string): string {
  const value = text(from, name);
  if (value === undefined) throw new SimulatedFault(`Client.${name}`);
  return value;
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '');
}
