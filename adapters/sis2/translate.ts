/**
 * Between the hub's search and the SOAP document of SIS. Pure; loses nothing that the other form can carry and says what it cannot. An
 * answer that is incomplete, contradicts itself or belongs to another search is refused: a doubtful answer must never look clear.
 */
import { HubError } from '../../broker/contract/errors.ts';
import { writeDigits } from '../../identity/dates/digits.ts';
import { parseEdtf } from '../../identity/dates/edtf.ts';
import type { WrittenDate } from '../../identity/dates/partial-date.ts';
import type { Codes } from './codes.ts';
import { garbage } from './faults.ts';
import type { SisDocumentCriteria, SisFindings, SisPersonCriteria, SisRequest } from './request.ts';
import { readMatch } from './translate-match.ts';
import { WireNode } from './wire-reader.ts';

export interface WireRequest {
  readonly operation: 'SearchPersons' | 'SearchDocuments' | 'FetchAlert';
  /** Elements in the order of the schema. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the wire has no place for, in words. */
  readonly notCarried: readonly string[];
}

export function toWire(request: SisRequest, codes: Codes): WireRequest {
  const common = {
    SearchId: safe('/searchId', request.searchId),
    User: {
      Institution: safe('/user/institution', request.user.institution),
      Unit: safe('/user/unit', request.user.unit),
      EndUserId: safe('/user/officerId', request.user.officerId),
      Purpose: safe('/user/purpose', request.user.purpose),
      LegalBasis: safe('/user/legalBasis', request.user.legalBasis),
      CaseReference: safe('/user/caseReference', request.user.caseReference),
    },
    Mode: codes.modes.wire(request.mode),
    Category: request.categories.map((category) => codes.alertCategories.wire(category)),
  };
  if (request.kind === 'document') {
    return { operation: 'SearchDocuments', body: { ...common, Document: documentToWire(request.document, codes) }, notCarried: [] };
  }
  if (request.kind === 'alert') {
    const body = { ...common, SchengenId: safe('/alert/schengenId', request.alert.schengenId) };
    return { operation: 'FetchAlert', body, notCarried: [] };
  }
  const { person, notCarried } = personToWire(request.person);
  return { operation: 'SearchPersons', body: { ...common, Person: person }, notCarried };
}

/** Reads the answer to `request`; throws SIS_GARBAGE. */
export function fromWire(result: unknown, request: Pick<SisRequest, 'searchId' | 'categories'>, codes: Codes): SisFindings {
  const answer = new WireNode(result, '');
  if (answer.text('SearchId') !== request.searchId) throw garbage('it answers another search');
  const outcome = answer.word('Outcome', codes.outcomes);
  const silentSources = answer.texts('SilentSource');
  const alerts = answer.nodes('Alert');
  assertConsistent(outcome, alerts.length, silentSources.length);
  assertSearched(answer.words('Searched', codes.alertCategories), request);
  return {
    outcome,
    matches: alerts.map((alert) => readMatch(alert, codes)),
    categoriesSearched: request.categories,
    answeredAt: answer.instant('AnsweredAt'),
    source: { kind: answer.word('SourceKind', codes.sources), asOf: answer.instant('SourceAsOf') },
    ...(silentSources.length > 0 ? { silentSources } : {}),
    nextStep: NEXT_STEPS[outcome],
  };
}

/** Upper case without spaces, hyphens, slashes and filler signs; O and 0, I and 1 stay what they are. */
export const normaliseDocumentNumber = (number: string): string => number.toUpperCase().replace(/[\s</-]/g, '');

const NEXT_STEPS: Record<SisFindings['outcome'], string> = {
  NO_MATCH:
    'No alert was found in the categories searched. Valid for the time and the copy named; search again if the decision comes later.',
  MATCHES:
    'A match is not yet a hit. Compare the person or document with each alert and confirm or reject it; look for misused identities first.',
  PARTIAL: 'Not every source answered. This is not a negative answer: search again, or follow the procedure for an outage of SIS.',
  TOO_MANY: 'Too many alerts fit. Add a date of birth, a forename, a sex or a nationality and search again.',
};

function personToWire(person: SisPersonCriteria): { person: Record<string, string>; notCarried: string[] } {
  const date = dateToWire(person.dateOfBirth);
  return {
    person: {
      Surname: safe('/person/surname', person.surname),
      ...(person.forename === undefined ? {} : { Forename: safe('/person/forename', person.forename) }),
      ...(date === undefined ? {} : { DateOfBirth: date.text }),
      ...(person.sex === undefined ? {} : { Sex: person.sex }),
      ...(person.nationality === undefined ? {} : { Nationality: person.nationality }),
    },
    notCarried: date === undefined || date.lost.length === 0 ? [] : ['the doubt about the date of birth'],
  };
}

function dateToWire(edtf: string | undefined): WrittenDate | undefined {
  if (edtf === undefined) return undefined;
  const date = parseEdtf(edtf);
  if (!date.ok) throw new HubError('INVALID_QUERY', { faults: [{ pointer: '/person/dateOfBirth', detail: 'is no day of the calendar' }] });
  return writeDigits(date.value);
}

function documentToWire(document: SisDocumentCriteria, codes: Codes): Record<string, string> {
  return {
    Number: normaliseDocumentNumber(document.number),
    ...(document.category === undefined ? {} : { Category: codes.documentCategories.wire(document.category) }),
    ...(document.country === undefined ? {} : { Country: document.country }),
  };
}

/** The SOAP library passes a text in CDATA brackets on unescaped: it could close its element and add categories to the search. */
function safe(pointer: string, text: string): string {
  if (!text.startsWith('<![CDATA[')) return text;
  throw new HubError('INVALID_QUERY', { faults: [{ pointer, detail: 'must not begin with a CDATA bracket' }] });
}

function assertConsistent(outcome: SisFindings['outcome'], alerts: number, silent: number): void {
  if (outcome === 'NO_MATCH' && alerts > 0) throw garbage('it says that nothing matches and lists alerts');
  if (outcome === 'MATCHES' && alerts === 0) throw garbage('it says that alerts match and lists none');
  if (outcome === 'TOO_MANY' && alerts > 0) throw garbage('it says that too many match and lists some');
  if ((outcome === 'PARTIAL') !== silent > 0) throw garbage('silent sources and outcome contradict each other');
}

/** A negative answer over fewer categories than asked for would look clear and not be. */
function assertSearched(searched: readonly string[], request: Pick<SisRequest, 'categories'>): void {
  if (request.categories.some((category) => !searched.includes(category))) throw garbage('it does not cover all categories asked for');
}
