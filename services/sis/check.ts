/**
 * What SIS has on an applicant, asked before a visa consultation in the name of the consul: the person and the travel document, with the
 * rights, the legal log and the limits of every search. References come back, each as a match that nobody has confirmed.
 */
import type { Context } from 'moleculer';
import type { CheckAnswer, CheckQuestion } from '../../broker/contract/check-source.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import type { Match } from './search.ts';
import type { SearchDoors } from './run-search.ts';

type Search = (call: RestCall) => Promise<RestAnswer>;

interface Answered {
  readonly searchId: string;
  readonly outcome: string;
  readonly matches: readonly Match[];
}

/** Whoever may not search did not ask. */
const NOT_ENTITLED: ReadonlySet<string> = new Set(['FORBIDDEN', 'OFFICER_UNKNOWN', 'PURPOSE_NOT_ALLOWED']);

/** Throws what a search throws. */
export async function checkSis(
  { hub }: Pick<SearchDoors, 'hub'>,
  { params }: Context<CheckQuestion>,
  search: Search,
): Promise<CheckAnswer> {
  const { subject, by } = params;
  const unit = hub.registry.officer(by.party, by.officer)?.unit;
  if (unit === undefined) return { state: 'NOT_ASKED', found: [] };
  const { party, officer, ...why } = by;
  const said = { ...why, officer: { id: officer, unit } };
  try {
    const answers = await Promise.all(queriesOf(subject as VisaApplicationV1).map((query) => search(callOf(party, { ...said, ...query }))));
    const found = answers.flatMap(({ body }) => referencesIn(body as Answered));
    return { state: found.length === 0 ? 'CLEAR' : 'FOUND', found };
  } catch (error) {
    if (error instanceof HubError && NOT_ENTITLED.has(error.hubCode)) return { state: 'NOT_ASKED', found: [] };
    throw error;
  }
}

const callOf = (party: string, body: object): RestCall => ({
  principal: { party, roles: ['sis-search'], keyPrefix: 'hub' },
  who: {},
  path: {},
  query: {},
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
});

function queriesOf({ applicant: { details }, travelDocument }: VisaApplicationV1): readonly object[] {
  const { surname, forenames } = details.name;
  const forename = forenames?.transliterated;
  const dateOfBirth = details.birth?.date?.value;
  const person = {
    surname: surname.transliterated ?? surname.original,
    ...(forename === undefined ? {} : { forename }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
  };
  const { number, country } = travelDocument;
  return [
    { kind: 'person', person },
    { kind: 'document', document: { number, ...(country === undefined ? {} : { country }) } },
  ];
}

/** Too many matches are no answer that anybody could use, and no answer at all is no "nothing". Throws SIS_UNAVAILABLE. */
function referencesIn({ searchId, outcome, matches }: Answered): CheckAnswer['found'] {
  if (outcome === 'TOO_MANY') return [{ kind: 'SIS_TOO_MANY', searchId }];
  if (outcome !== 'NO_MATCH' && matches.length === 0) throw new HubError('SIS_UNAVAILABLE', { detail: `SIS answered ${outcome}.` });
  return matches.map(({ schengenId, alertCategory }, index) => ({
    ...{ kind: 'SIS_MATCH', searchId, matchNumber: index + 1, schengenId, issuingState: schengenId.slice(0, 2), alertCategory },
    confirmation: 'match, not confirmed',
  }));
}
