/** A search in SIS through a real hub: what the caller sees, what fails, and what is refused before SIS is asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startSisHub } from '../support/sis-hub.ts';
import { bodyOf, BORDER, IHOR, NOBODY, OFFICE, useSisSuite, type SearchBody } from '../support/sis-suite.ts';

describe('the service for searches in SIS', () => {
  const sis = useSisSuite();

  describe('what the caller sees', () => {
    it('answers no match with the time, the copy, the categories and the next step', async () => {
      const answer = await sis.border(NOBODY);
      const body = bodyOf(answer);
      assert.equal(answer.status, 200);
      assert.equal(body.outcome, 'NO_MATCH');
      assert.deepEqual(Object.keys(body), ['searchId', 'outcome', 'matches', 'categoriesSearched', 'answeredAt', 'source', 'nextStep']);
      assert.match(answer.headers?.['server-timing'] ?? '', /^soap;dur=[\d.]+, wait;dur=[\d.]+, audit;dur=[\d.]+$/);
    });

    it('answers matches of the categories allowed, and links to no others', async () => {
      const body = bodyOf(await sis.office(IHOR));
      assert.equal(body.outcome, 'MATCHES');
      assert.deepEqual(
        body.matches.map((match) => match.alertCategory),
        ['REFUSAL_ENTRY_STAY', 'RETURN'],
      );
      assert.deepEqual(
        body.matches.flatMap((match) => match.links?.map((link) => link.alertCategory) ?? []),
        ['RETURN', 'REFUSAL_ENTRY_STAY'],
      );
    });

    it('names the silent source of a partial answer', async () => {
      const body = bodyOf(await sis.border({ surname: 'PARTIAL', forename: 'Jan' }));
      assert.equal(body.outcome, 'PARTIAL');
      assert.ok((body.silentSources ?? []).length > 0);
    });

    it('gives no list when there are too many, and counts visible alerts only', async () => {
      const many = bodyOf(await sis.office({ surname: 'Zbytwielu-Demo', forename: 'Maria' }));
      assert.deepEqual([many.outcome, many.matches], ['TOO_MANY', []]);
      const masked = bodyOf(await sis.office({ surname: 'Tlumny-Demo', forename: 'Jan' }));
      assert.deepEqual([masked.outcome, masked.matches.length], ['MATCHES', 1]);
    });

    it('answers and logs a hidden alert as if there were none', async () => {
      const hidden = bodyOf(await sis.office({ surname: 'Ukrytov-Demo', forename: 'Aslan' }));
      const none = bodyOf(await sis.office({ surname: 'Bezwpisowa-Demo', forename: 'Jagoda' }));
      const shape = ({ outcome, matches, categoriesSearched, nextStep }: SearchBody): unknown => ({
        outcome,
        matches,
        categoriesSearched,
        nextStep,
      });
      assert.deepEqual(shape(hidden), shape(none));
      const log = async ({ searchId }: SearchBody): Promise<unknown> =>
        (await sis.entriesOf(searchId)).map(({ event, payload }) => {
          const said = JSON.parse(payload) as Record<string, unknown>;
          return { event, said: { ...said, searchId: '', searchedBy: '', source: '' } };
        });
      assert.deepEqual(await log(hidden), await log(none));
      assert.equal(bodyOf(await sis.border({ surname: 'Ukrytov-Demo', forename: 'Aslan' })).outcome, 'MATCHES');
    });

    it('takes out what SIS was not asked for and raises a problem that names nothing of it', async () => {
      const body = bodyOf(await sis.office({ surname: 'LEAK', forename: 'Jan' }));
      assert.equal(body.outcome, 'NO_MATCH');
      assert.deepEqual(body.matches, []);
      const [problem] = await sis.rows<{ words: string; subject: string }>(`SELECT words, subject FROM problem WHERE kind = 'SIS_LEAK'`);
      assert.equal(problem?.subject, 'sis2');
      assert.doesNotMatch(problem.words, /JUDICIAL|LEAK|CHECK/);
    });

    it('finds a document', async () => {
      const body = bodyOf(await sis.post('PL-SG', { kind: 'document', document: { number: 'DEMO123456', country: 'UKR' }, ...BORDER }));
      assert.deepEqual(
        body.matches.map((match) => match.alertCategory),
        ['DOCUMENT_ISSUED'],
      );
    });
  });

  describe('a failure of SIS', () => {
    for (const [scenario, code] of [
      ['SLOW', 'SIS_TIMEOUT'],
      ['FAULT', 'SIS_FAULT'],
      ['GARBAGE', 'SIS_GARBAGE'],
      ['EMPTY', 'SIS_GARBAGE'],
      ['CUT', 'SIS_UNAVAILABLE'],
      ['DOWN', 'SIS_UNAVAILABLE'],
    ] as const) {
      it(`of the kind ${scenario} is ${code} with the id of the search, and recorded by its code`, async () => {
        sis.simulator.setScenario(scenario);
        const error = await sis.hub.failing(sis.border(NOBODY));
        assert.equal(error.hubCode, code);
        assert.ok(error.code === 503 || error.code === 504);
        const searchId = String(error.facts.searchId);
        const entries = await sis.entriesOf(searchId);
        assert.deepEqual(entries.map(({ event }) => event).sort(), ['sis.search-failed', 'sis.search-requested']);
        const [row] = await sis.rows<{ error_code: string; outcome: string | null }>(
          'SELECT error_code, outcome FROM sis_search WHERE id = $1',
          [searchId],
        );
        assert.deepEqual(row, { error_code: code, outcome: null });
      });
    }

    it('comes sooner when the caller prefers to wait less', async () => {
      sis.simulator.setScenario('SLOW');
      const startedAt = performance.now();
      assert.equal((await sis.hub.failing(sis.border(NOBODY, { prefer: 'respond-async, wait=0.5' }))).hubCode, 'SIS_TIMEOUT');
      assert.ok(performance.now() - startedAt < 1000);
    });
  });

  describe('a search that may not be made', () => {
    const person = { kind: 'person', person: IHOR };
    for (const [why, party, body, code] of [
      ['without a purpose', 'PL-SG', { ...person, ...BORDER, purpose: undefined }, 'WHO_AND_WHY_REQUIRED'],
      ['without a legal basis', 'PL-SG', { ...person, ...BORDER, legalBasis: '' }, 'WHO_AND_WHY_REQUIRED'],
      ['without a case', 'PL-SG', { ...person, ...BORDER, caseReference: undefined }, 'WHO_AND_WHY_REQUIRED'],
      ['without an officer', 'PL-SG', { ...person, ...BORDER, officer: undefined }, 'WHO_AND_WHY_REQUIRED'],
      ['by a body that is no object', 'PL-SG', [], 'WHO_AND_WHY_REQUIRED'],
      ['by an unknown officer', 'PL-SG', { ...person, ...BORDER, officer: { id: 'NOBODY', unit: 'PSG Terespol' } }, 'OFFICER_UNKNOWN'],
      [
        'by an officer whose registration ended',
        'PL-SG',
        { ...person, ...BORDER, officer: { id: 'SG-GONE', unit: 'PSG Terespol' } },
        'OFFICER_UNKNOWN',
      ],
      [
        'by an officer of another unit',
        'PL-SG',
        { ...person, ...BORDER, officer: { id: 'SG-OFF-1', unit: 'PSG Medyka' } },
        'OFFICER_UNKNOWN',
      ],
      ['by an officer of another party', 'PL-UDSC', { ...person, ...BORDER }, 'OFFICER_UNKNOWN'],
      ['without a grant', 'PL-NONE', { ...person, ...BORDER, officer: { id: 'N-1', unit: 'N' } }, 'FORBIDDEN'],
      ['for a purpose without a grant', 'PL-UDSC', { ...person, ...OFFICE, purpose: 'BORDER' }, 'FORBIDDEN'],
      ['for a purpose outside the rights matrix', 'PL-SG', { ...person, ...BORDER, purpose: 'RETURN' }, 'PURPOSE_NOT_ALLOWED'],
      ['for a purpose that does not exist', 'PL-SG', { ...person, ...BORDER, purpose: 'JUNK' }, 'PURPOSE_NOT_ALLOWED'],
      ['by a nationality in no list', 'PL-SG', { kind: 'person', person: { ...IHOR, nationality: 'UKA' }, ...BORDER }, 'INVALID_QUERY'],
      ['by a country in no list', 'PL-SG', { kind: 'document', document: { number: 'XX1', country: 'FRX' }, ...BORDER }, 'INVALID_QUERY'],
      ['by a number of fillers', 'PL-SG', { kind: 'document', document: { number: '--<<//1' }, ...BORDER }, 'INVALID_QUERY'],
      ['by a surname alone', 'PL-SG', { kind: 'person', person: { surname: 'Marchenko-Demo' }, ...BORDER }, 'INVALID_QUERY'],
      ['by a wrong field', 'PL-SG', { kind: 'person', person: { ...IHOR, dateOfBirth: 'yesterday' }, ...BORDER }, 'INVALID_QUERY'],
    ] as const) {
      it(`${why} is ${code}, before SIS is asked, and recorded without the person`, async () => {
        const asked = sis.simulator.searches();
        const error = await sis.hub.failing(sis.post(party, body));
        assert.equal(error.hubCode, code);
        assert.equal(error.code, code === 'INVALID_QUERY' ? 422 : 403);
        assert.equal(sis.simulator.searches(), asked);
        const [entry, ...more] = await sis.entriesOf(String(error.facts.searchId));
        assert.equal(entry?.event, 'sis.search-refused');
        assert.equal(entry.party, party);
        assert.doesNotMatch(entry.payload, /Marchenko/);
        assert.deepEqual(more, []);
      });
    }

    it('names every fault of the body by its place', async () => {
      const error = await sis.hub.failing(sis.post('PL-SG', { kind: 'person', person: { surname: 1, dateOfBirth: 'x' }, ...BORDER }));
      const pointers = error.faults.map(({ pointer }) => pointer);
      assert.ok(pointers.includes('/person/surname') && pointers.includes('/person/dateOfBirth'));
    });

    it('is malformed when it is no JSON', async () => {
      assert.equal((await sis.hub.failing(sis.post('PL-SG', '{'))).hubCode, 'MALFORMED_JSON');
    });
  });

  it('says that SIS is unavailable when its adapter is not installed', async () => {
    const without = await startSisHub({ databaseUrl: sis.database.url });
    try {
      const body = Buffer.from(JSON.stringify({ kind: 'person', person: IHOR, ...BORDER }));
      assert.equal((await without.failing(without.call('sis.search', 'PL-SG', { body }))).hubCode, 'SIS_UNAVAILABLE');
    } finally {
      await without.stop();
    }
  });
});
