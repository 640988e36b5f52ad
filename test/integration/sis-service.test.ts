/** A search in SIS through a real hub: what the caller sees, what is recorded, and what never stands anywhere. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'mocha';
import { UNIQUE_ALIAS } from '../../adapters/sis2/simulator/known-persons.ts';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { openMatch } from '../../services/sis/match-seal.ts';
import { waitFor } from '../../local/wait-for.ts';
import { startSisHub, type SisHub } from '../support/sis-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const IHOR = { surname: 'Marchenko-Demo', forename: 'Ihor', dateOfBirth: '1983-05-12' };
const NOBODY = { surname: 'Bezwpisowa-Demo', forename: 'Jagoda', dateOfBirth: '1990-04-12' };
const BORDER = {
  purpose: 'BORDER',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
  caseReference: 'SG-2026-000123',
  officer: { id: 'SG-OFF-1', unit: 'PSG Terespol' },
};
const OFFICE = {
  purpose: 'ENTRY_STAY_PERMIT',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(d)',
  caseReference: 'DL.410.1.2026',
  officer: { id: 'UDSC-OFF-1', unit: 'DL' },
};
const READER = { officer: 'SG-OFF-1', purpose: 'BORDER', legalBasis: 'Art. 34(1)(a)', caseReference: 'SG-2026-000123' };

interface SearchBody {
  readonly searchId: string;
  readonly outcome: string;
  readonly matches: readonly {
    readonly schengenId: string;
    readonly alertCategory: string;
    readonly links: readonly { readonly alertCategory: string }[];
  }[];
  readonly categoriesSearched: readonly string[];
  readonly silentSources?: readonly string[];
  readonly nextStep: string;
}

const bodyOf = (answer: RestAnswer): SearchBody => answer.body as SearchBody;

describe('the service for searches in SIS', () => {
  const database = useDatabase();
  let simulator: SisSimulator;
  let hub: SisHub;

  const post = (party: string, body: unknown, headers: RestCall['headers'] = {}): Promise<RestAnswer> =>
    hub.call('sis.search', party, { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers });
  const border = (person: object, headers?: RestCall['headers']): Promise<RestAnswer> =>
    post('PL-SG', { kind: 'person', person, ...BORDER }, headers);
  const office = (person: object): Promise<RestAnswer> => post('PL-UDSC', { kind: 'person', person, ...OFFICE });
  const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await hub.running.hub.database.reads.query<T>(text, values)).rows;
  const entriesOf = async (
    searchId: string,
  ): Promise<{ event: string; party: string; officer: string; purpose: string; payload: string }[]> =>
    rows(`SELECT event, party, officer, purpose, payload FROM audit_entry WHERE payload::json ->> 'searchId' = $1 ORDER BY at, n`, [
      searchId,
    ]);

  before(async () => {
    simulator = await startSisSimulator({ slowMs: 20_000 });
    hub = await startSisHub({ databaseUrl: database.url, sisUrl: simulator.url, sis: { defaultDeadlineMs: 1500 } });
    const { administration } = hub;
    for (const [code, officer, purpose] of [
      ['PL-SG', BORDER.officer, null],
      ['PL-UDSC', OFFICE.officer, 'ENTRY_STAY_PERMIT'],
      ['PL-NONE', { id: 'N-1', unit: 'N' }, undefined],
    ] as const) {
      await administration.createParty({ code, name: code, roles: ['sis-search'], destination: null });
      await administration.addOfficer({ party: code, ...officer, name: 'Test Officer' });
      if (purpose !== undefined)
        await administration.grant({ party: code, operation: 'sis-search', messageType: '*', purpose, legalBasis: 'test' });
    }
    await administration.addOfficer({
      party: 'PL-SG',
      id: 'SG-GONE',
      name: 'Gone',
      unit: 'PSG Terespol',
      validFrom: '2020-01-01T00:00:00Z',
      validTo: '2021-01-01T00:00:00Z',
    });
    await hub.running.hub.registry.refresh();
  });
  after(async () => {
    await hub.stop();
    await simulator.close();
  });
  afterEach(() => simulator.setScenario('NORMAL'));

  describe('what the caller sees', () => {
    it('answers no match with the time, the copy, the categories and the next step', async () => {
      const answer = await border(NOBODY);
      const body = bodyOf(answer);
      assert.equal(answer.status, 200);
      assert.equal(body.outcome, 'NO_MATCH');
      assert.deepEqual(Object.keys(body), ['searchId', 'outcome', 'matches', 'categoriesSearched', 'answeredAt', 'source', 'nextStep']);
      assert.match(answer.headers?.['server-timing'] ?? '', /^soap;dur=[\d.]+, wait;dur=[\d.]+, audit;dur=[\d.]+$/);
    });

    it('answers matches of the categories allowed, and links to no others', async () => {
      const body = bodyOf(await office(IHOR));
      assert.equal(body.outcome, 'MATCHES');
      assert.deepEqual(
        body.matches.map((match) => match.alertCategory),
        ['REFUSAL_ENTRY_STAY', 'RETURN'],
      );
      assert.deepEqual(
        body.matches.flatMap((match) => match.links.map((link) => link.alertCategory)),
        ['RETURN'],
      );
    });

    it('names the silent source of a partial answer', async () => {
      const body = bodyOf(await border({ surname: 'PARTIAL', forename: 'Jan' }));
      assert.equal(body.outcome, 'PARTIAL');
      assert.ok((body.silentSources ?? []).length > 0);
    });

    it('gives no list when there are too many, and counts visible alerts only', async () => {
      const many = bodyOf(await office({ surname: 'Zbytwielu-Demo', forename: 'Maria' }));
      assert.deepEqual([many.outcome, many.matches], ['TOO_MANY', []]);
      const masked = bodyOf(await office({ surname: 'Tlumny-Demo', forename: 'Jan' }));
      assert.deepEqual([masked.outcome, masked.matches.length], ['MATCHES', 1]);
    });

    it('answers and logs a hidden alert as if there were none', async () => {
      const hidden = bodyOf(await office({ surname: 'Ukrytov-Demo', forename: 'Aslan' }));
      const none = bodyOf(await office({ surname: 'Bezwpisowa-Demo', forename: 'Jagoda' }));
      const shape = ({ outcome, matches, categoriesSearched, nextStep }: SearchBody): unknown => ({
        outcome,
        matches,
        categoriesSearched,
        nextStep,
      });
      assert.deepEqual(shape(hidden), shape(none));
      const log = async ({ searchId }: SearchBody): Promise<unknown> =>
        (await entriesOf(searchId)).map(({ event, payload }) => {
          const { searchId: _id, searchedBy: _by, source: _source, ...rest } = JSON.parse(payload) as Record<string, unknown>;
          return { event, rest };
        });
      assert.deepEqual(await log(hidden), await log(none));
      assert.equal(bodyOf(await border({ surname: 'Ukrytov-Demo', forename: 'Aslan' })).outcome, 'MATCHES');
    });

    it('takes out what SIS was not asked for and raises a problem that names nothing of it', async () => {
      const body = bodyOf(await office({ surname: 'LEAK', forename: 'Jan' }));
      assert.equal(body.outcome, 'NO_MATCH');
      assert.deepEqual(body.matches, []);
      const [problem] = await rows<{ words: string; subject: string }>(`SELECT words, subject FROM problem WHERE kind = 'SIS_LEAK'`);
      assert.equal(problem?.subject, 'sis2');
      assert.doesNotMatch(problem.words, /JUDICIAL|LEAK|CHECK/);
    });

    it('finds a document', async () => {
      const body = bodyOf(await post('PL-SG', { kind: 'document', document: { number: 'DEMO123456', country: 'UKR' }, ...BORDER }));
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
        simulator.setScenario(scenario);
        const error = await hub.failing(border(NOBODY));
        assert.equal(error.hubCode, code);
        assert.ok(error.code === 503 || error.code === 504);
        const searchId = String(error.facts.searchId);
        const entries = await entriesOf(searchId);
        assert.deepEqual(entries.map(({ event }) => event).sort(), ['sis.search-failed', 'sis.search-requested']);
        const [row] = await rows<{ error_code: string; outcome: string | null }>(
          'SELECT error_code, outcome FROM sis_search WHERE id = $1',
          [searchId],
        );
        assert.deepEqual(row, { error_code: code, outcome: null });
      });
    }

    it('comes sooner when the caller prefers to wait less', async () => {
      simulator.setScenario('SLOW');
      const startedAt = performance.now();
      assert.equal((await hub.failing(border(NOBODY, { prefer: 'respond-async, wait=0.5' }))).hubCode, 'SIS_TIMEOUT');
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
      ['by a surname alone', 'PL-SG', { kind: 'person', person: { surname: 'Marchenko-Demo' }, ...BORDER }, 'INVALID_QUERY'],
      ['by a wrong field', 'PL-SG', { kind: 'person', person: { ...IHOR, dateOfBirth: 'yesterday' }, ...BORDER }, 'INVALID_QUERY'],
    ] as const) {
      it(`${why} is ${code}, before SIS is asked, and recorded without the person`, async () => {
        const asked = simulator.searches();
        const error = await hub.failing(post(party, body));
        assert.equal(error.hubCode, code);
        assert.equal(error.code, code === 'INVALID_QUERY' ? 422 : 403);
        assert.equal(simulator.searches(), asked);
        const [entry, ...more] = await entriesOf(String(error.facts.searchId));
        assert.equal(entry?.event, 'sis.search-refused');
        assert.equal(entry.party, party);
        assert.doesNotMatch(entry.payload, /Marchenko/);
        assert.deepEqual(more, []);
      });
    }

    it('names every fault of the body by its place', async () => {
      const error = await hub.failing(post('PL-SG', { kind: 'person', person: { surname: 1, dateOfBirth: 'x' }, ...BORDER }));
      const pointers = error.faults.map(({ pointer }) => pointer);
      assert.ok(pointers.includes('/person/surname') && pointers.includes('/person/dateOfBirth'));
    });

    it('is malformed when it is no JSON', async () => {
      assert.equal((await hub.failing(post('PL-SG', '{'))).hubCode, 'MALFORMED_JSON');
    });
  });

  describe('the legal log', () => {
    it('holds who, why, the data searched by and references of what was seen', async () => {
      const { searchId, matches } = bodyOf(await border(IHOR));
      const entries = await entriesOf(searchId);
      assert.deepEqual(
        entries.map(({ event }) => event),
        ['sis.search-requested', 'sis.search-answered'],
      );
      for (const { party, officer, purpose, payload } of entries) {
        assert.deepEqual([party, officer, purpose], ['PL-SG', 'SG-OFF-1', 'BORDER']);
        const said = JSON.parse(payload) as Record<string, unknown>;
        assert.deepEqual([said.legalBasis, said.caseReference, said.unit], [BORDER.legalBasis, BORDER.caseReference, BORDER.officer.unit]);
        assert.deepEqual(said.searchedBy, { kind: 'person', mode: 'ANY_NAME', person: IHOR });
      }
      const answered = JSON.parse(entries[1]?.payload ?? '{}') as Record<string, unknown>;
      assert.equal(answered.matchCount, matches.length);
      assert.deepEqual(
        answered.matched,
        matches.map(({ schengenId, alertCategory }) => ({ schengenId, category: alertCategory })),
      );
    });

    it('withholds the answer when it cannot be recorded', async () => {
      const { work } = hub.running.hub.database;
      await work.query('ALTER TABLE sis_match RENAME TO sis_match_away');
      try {
        const error = await hub.failing(border(IHOR));
        assert.deepEqual([error.hubCode, error.code], ['AUDIT_UNAVAILABLE', 503]);
        assert.ok(error.facts.searchId);
      } finally {
        await work.query('ALTER TABLE sis_match_away RENAME TO sis_match');
      }
      assert.equal(bodyOf(await border(IHOR)).outcome, 'MATCHES');
    });

    it('records many searches at once without losing one', async () => {
      const bodies = (await Promise.all(Array.from({ length: 20 }, () => border(NOBODY)))).map(bodyOf);
      for (const { searchId } of bodies) assert.equal((await entriesOf(searchId)).length, 2);
    });
  });

  describe('the record of a search', () => {
    it('is shown to its party without content, and the look at it is recorded', async () => {
      const { searchId } = bodyOf(await border(IHOR));
      const record = (await hub.call('sis.show', 'PL-SG', { path: { id: searchId }, who: READER })).body as Record<string, unknown>;
      assert.deepEqual([record.searchId, record.outcome, record.matchCount], [searchId, 'MATCHES', 2]);
      assert.doesNotMatch(JSON.stringify(record), /marchenko|kryptonimowicz/i);
      assert.equal((await entriesOf(searchId)).at(-1)?.event, 'sis.search-read');
    });

    it('does not exist for another party, nor under an id that is none', async () => {
      const { searchId } = bodyOf(await border(NOBODY));
      const other = hub.call('sis.show', 'PL-UDSC', { path: { id: searchId }, who: { ...READER, officer: 'UDSC-OFF-1' } });
      assert.equal((await hub.failing(other)).hubCode, 'NOT_FOUND');
      for (const id of ['x', randomUUID()])
        assert.equal((await hub.failing(hub.call('sis.show', 'PL-SG', { path: { id }, who: READER }))).hubCode, 'NOT_FOUND');
    });
  });

  describe('the content of alerts', () => {
    /** Every table that holds the text in the clear: as text, as the bytes of a bytea, in base64. */
    const tablesHolding = async (word: string): Promise<string[]> => {
      const tables = await rows<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
      );
      const hex = Buffer.from(word).toString('hex');
      const found = await Promise.all(
        tables.map(async ({ name }) => {
          const [hit] = await rows<{ yes: boolean }>(
            `SELECT EXISTS (SELECT 1 FROM ${name} t WHERE t::text ILIKE $1 OR t::text ILIKE $2) AS yes`,
            [`%${word}%`, `%${hex}%`],
          );
          return hit?.yes === true ? [name] : [];
        }),
      );
      return found.flat();
    };

    it('stands in no table in the clear within the term, and can be opened with the key', async () => {
      const body = bodyOf(await border(IHOR));
      assert.ok(JSON.stringify(body).includes(UNIQUE_ALIAS), 'the caller sees the alias');
      assert.notDeepEqual(await tablesHolding('Terespol'), [], 'the look through the tables finds what is there');
      assert.deepEqual(await tablesHolding(UNIQUE_ALIAS), []);
      const sealed = await rows<{ key_id: string; sealed: Buffer }>('SELECT key_id, sealed FROM sis_match WHERE search_id = $1', [
        body.searchId,
      ]);
      assert.equal(sealed.length, 2);
      const keys = hub.running.hub.config.masterKeys;
      const opened = sealed.map((row) => openMatch(keys, body.searchId, { keyId: row.key_id, sealed: row.sealed }));
      assert.ok(JSON.stringify(opened).includes(UNIQUE_ALIAS));
      const [first] = sealed;
      assert.ok(first);
      assert.throws(() => openMatch(keys, randomUUID(), { keyId: first.key_id, sealed: first.sealed }));
    });

    it('is gone after the term, and references remain', async () => {
      const brief = await startSisHub({ databaseUrl: database.url, sisUrl: simulator.url, sis: { matchRetentionMs: 200 } });
      try {
        const body = Buffer.from(JSON.stringify({ kind: 'person', person: IHOR, ...BORDER }));
        const { searchId } = bodyOf(await brief.call('sis.search', 'PL-SG', { body }));
        const left = async (): Promise<number> => (await rows('SELECT 1 FROM sis_match WHERE search_id = $1', [searchId])).length;
        await waitFor(async () => (await left()) === 0, { timeoutMs: 5000, what: 'the sealed matches to be deleted' });
        assert.deepEqual(await tablesHolding(UNIQUE_ALIAS), []);
        const [row] = await rows<{ matched: unknown[] }>('SELECT matched FROM sis_search WHERE id = $1', [searchId]);
        assert.equal(row?.matched.length, 2);
      } finally {
        await brief.stop();
      }
    });
  });

  it('says that SIS is unavailable when its adapter is not installed', async () => {
    const without = await startSisHub({ databaseUrl: database.url });
    try {
      const body = Buffer.from(JSON.stringify({ kind: 'person', person: IHOR, ...BORDER }));
      assert.equal((await without.failing(without.call('sis.search', 'PL-SG', { body }))).hubCode, 'SIS_UNAVAILABLE');
    } finally {
      await without.stop();
    }
  });
});
