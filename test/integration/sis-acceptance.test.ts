/** One man under five alerts, seen by three authorities: each sees what the law lets it see, and nothing says that there is more. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seatParties, whyOf, type Seat } from '../support/sis-officers.ts';
import { bodyOf, useSisSuite, type SearchBody } from '../support/sis-suite.ts';

const KOVALENKO = { surname: 'KOVALENKO', forename: 'OLEKSANDR', dateOfBirth: '1983-05-12' };
const OFFICE: Seat = { party: 'PL-UDSC', purpose: 'ENTRY_STAY_PERMIT' };
const BORDER: Seat = { party: 'PL-SG', purpose: 'BORDER' };
const SECURITY: Seat = { party: 'PL-ABW', purpose: 'SERIOUS_CRIME' };

describe('a person under five alerts', () => {
  const sis = useSisSuite();
  before(() => seatParties(sis.hub, ['PL-UDSC', 'PL-SG', 'PL-ABW', 'PL-MSZ-CONS-1']));

  const search = async (seat: Seat, person: object = KOVALENKO): Promise<SearchBody> =>
    bodyOf(await sis.post(seat.party, { kind: 'person', person, ...whyOf(seat) }));
  const seen = ({ matches }: SearchBody): string[] => matches.map(({ issuingState, alertCategory }) => `${issuingState} ${alertCategory}`);

  it('is seen by the office with two, without links, and nowhere does it say five', async () => {
    const body = await search(OFFICE);
    assert.deepEqual(seen(body), ['DE REFUSAL_ENTRY_STAY', 'CZ RETURN']);
    assert.ok(body.matches.every((match) => !('links' in match)));
    const log = JSON.stringify(await sis.entriesOf(body.searchId));
    assert.doesNotMatch(JSON.stringify(body) + log, /"(SE|IT|FR)|ARREST|CHECK_|"matchCount":[^2]/);
  });

  it('is seen at the border with five, the possible victim first and never to be arrested on that alert', async () => {
    const { matches } = await search(BORDER);
    assert.deepEqual(
      matches.map(({ issuingState }) => issuingState),
      ['SE', 'IT', 'DE', 'CZ', 'FR'],
    );
    const [victim, arrest, refusal, , discreet] = matches;
    assert.deepEqual([victim?.notice, victim?.actionToBeTaken], ['POSSIBLE_VICTIM_OF_MISUSED_IDENTITY', 'VERIFY_IDENTITY_CONTACT_SIRENE']);
    assert.equal(arrest?.actionToBeTaken, 'ARREST');
    for (const match of matches) assert.deepEqual(sis.hub.running.hub.schemas.faults('sis-match/v1.schema.json', match), []);
    assert.deepEqual(refusal?.links, [{ schengenId: arrest?.schengenId, alertCategory: 'ARREST' }]);
    assert.equal(discreet?.doNotReveal, true);
  });

  it('is seen by the security agency with four', async () => {
    const body = await search(SECURITY);
    assert.deepEqual(seen(body), ['SE ARREST', 'IT ARREST', 'DE REFUSAL_ENTRY_STAY', 'FR CHECK_DISCREET']);
    assert.equal(body.matches[0]?.notice, 'POSSIBLE_VICTIM_OF_MISUSED_IDENTITY');
    assert.equal(body.matches[2]?.links?.length, 1);
  });

  it('is found with the names the other way round, and in Cyrillic', async () => {
    const [straight, inverted, cyrillic] = await Promise.all([
      search(BORDER),
      search(BORDER, { ...KOVALENKO, surname: 'OLEKSANDR', forename: 'KOVALENKO' }),
      search(BORDER, { ...KOVALENKO, surname: 'Коваленко', forename: 'Олександр' }),
    ]);
    assert.deepEqual(seen(inverted), seen(straight));
    assert.deepEqual(seen(cyrillic), seen(straight));
  });

  it('is found by the year of birth, and the match says that only the year agreed', async () => {
    const { matches } = await search(OFFICE, { ...KOVALENKO, dateOfBirth: '1983' });
    assert.equal(matches.length, 2);
    for (const { matchedFields } of matches) assert.deepEqual(matchedFields, ['surname', 'forename', 'yearOfBirth']);
  });

  it('is not searched by a surname alone', async () => {
    const error = await sis.hub.failing(sis.post('PL-SG', { kind: 'person', person: { surname: 'KOVALENKO' }, ...whyOf(BORDER) }));
    assert.deepEqual([error.hubCode, error.code], ['INVALID_QUERY', 422]);
  });

  it('is closed to the office for security checks of applicants, with the article, and that is recorded', async () => {
    const seat = { party: 'PL-UDSC', purpose: 'ASYLUM_SECURITY' };
    const error = await sis.hub.failing(sis.post(seat.party, { kind: 'person', person: KOVALENKO, ...whyOf(seat) }));
    assert.deepEqual([error.hubCode, error.code], ['PURPOSE_NOT_ALLOWED', 403]);
    assert.match(error.message, /2018\/1861 Art\. 34\(1\)\(e\)/);
    const [entry] = await sis.entriesOf(String(error.facts.searchId));
    assert.equal(entry?.event, 'sis.search-refused');
  });

  it('is found alert by alert under its Schengen ID, by those who may see the category', async () => {
    const byId = async (seat: Seat, schengenId: string): Promise<SearchBody> =>
      bodyOf(await sis.post(seat.party, { kind: 'alert', alert: { schengenId }, ...whyOf(seat) }));
    assert.deepEqual(seen(await byId(OFFICE, 'DEDEMO0000041')), ['DE REFUSAL_ENTRY_STAY']);
    assert.equal((await byId(OFFICE, 'ITDEMO0000042')).outcome, 'NO_MATCH');
    assert.deepEqual(seen(await byId(BORDER, 'ITDEMO0000042')), ['IT ARREST']);
  });

  it('shows an arrest flagged by Poland as communicating the whereabouts', async () => {
    const { matches } = await search(BORDER, { surname: 'Zastrzezony-Demo', forename: 'Piotr', dateOfBirth: '1975-08-03' });
    assert.deepEqual([matches[0]?.flaggedBy, matches[0]?.actionToBeTaken], [['PL'], 'COMMUNICATE_WHEREABOUTS']);
  });

  it('finds a paper of unknown kind by any number, and a number inside a stolen batch of blanks', async () => {
    const document = async (number: string, mode: string): Promise<SearchBody> =>
      bodyOf(await sis.post('PL-SG', { kind: 'document', mode, document: { number, country: 'DEU' }, ...whyOf(BORDER) }));
    assert.equal((await document('DEMO 123456', 'EXACT')).outcome, 'NO_MATCH', 'another country');
    assert.equal((await document('DEMO 123456', 'ANY_NUMBER')).matches.length, 1);
    assert.deepEqual(seen(await document('ZZ5000500', 'ANY_NUMBER')), ['FR DOCUMENT_BLANK']);
  });
});
