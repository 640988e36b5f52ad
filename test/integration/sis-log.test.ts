/** What a search in SIS leaves behind: the legal log, the record for the searcher, and the content of alerts nowhere in the clear. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { UNIQUE_ALIAS } from '../../adapters/sis2/simulator/known-persons.ts';
import { waitFor } from '../../local/wait-for.ts';
import { openContent } from '../../services/sis/content-seal.ts';
import { startSisHub } from '../support/sis-hub.ts';
import { bodyOf, BORDER, IHOR, NOBODY, READER, useSisSuite } from '../support/sis-suite.ts';

describe('what a search in SIS leaves behind', () => {
  const sis = useSisSuite();

  describe('the legal log', () => {
    it('holds who, why, the data searched by and references of what was seen', async () => {
      const { searchId, matches } = bodyOf(await sis.border(IHOR));
      const entries = await sis.entriesOf(searchId);
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
      const { work } = sis.hub.running.hub.database;
      await work.query('ALTER TABLE sis_match RENAME TO sis_match_away');
      try {
        const error = await sis.hub.failing(sis.border(IHOR));
        assert.deepEqual([error.hubCode, error.code], ['AUDIT_UNAVAILABLE', 503]);
        assert.ok(error.facts.searchId);
      } finally {
        await work.query('ALTER TABLE sis_match_away RENAME TO sis_match');
      }
      assert.equal(bodyOf(await sis.border(IHOR)).outcome, 'MATCHES');
    });

    it('records many searches at once without losing one', async () => {
      const bodies = (await Promise.all(Array.from({ length: 20 }, () => sis.border(NOBODY)))).map(bodyOf);
      for (const { searchId } of bodies) assert.equal((await sis.entriesOf(searchId)).length, 2);
    });
  });

  describe('the record of a search', () => {
    it('is shown to its party without content, and the look at it is recorded', async () => {
      const { searchId } = bodyOf(await sis.border(IHOR));
      const record = (await sis.hub.call('sis.show', 'PL-SG', { path: { id: searchId }, who: READER })).body as Record<string, unknown>;
      assert.deepEqual([record.searchId, record.outcome, record.matchCount], [searchId, 'MATCHES', 3]);
      assert.doesNotMatch(JSON.stringify(record), /marchenko|kryptonimowicz/i);
      assert.equal((await sis.entriesOf(searchId)).at(-1)?.event, 'sis.search-read');
    });

    it('does not exist for another party, nor under an id that is none', async () => {
      const { searchId } = bodyOf(await sis.border(NOBODY));
      const other = sis.hub.call('sis.show', 'PL-UDSC', { path: { id: searchId }, who: { ...READER, officer: 'UDSC-OFF-1' } });
      assert.equal((await sis.hub.failing(other)).hubCode, 'NOT_FOUND');
      for (const id of ['x', randomUUID()])
        assert.equal((await sis.hub.failing(sis.hub.call('sis.show', 'PL-SG', { path: { id }, who: READER }))).hubCode, 'NOT_FOUND');
    });
  });

  describe('the content of alerts', () => {
    /** Every table that holds the text in the clear: as text, as the bytes of a bytea, in base64. */
    const tablesHolding = async (word: string): Promise<string[]> => {
      const tables = await sis.rows<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
      );
      const hex = Buffer.from(word).toString('hex');
      const found = await Promise.all(
        tables.map(async ({ name }) => {
          const [hit] = await sis.rows<{ yes: boolean }>(
            `SELECT EXISTS (SELECT 1 FROM ${name} t WHERE t::text ILIKE $1 OR t::text ILIKE $2) AS yes`,
            [`%${word}%`, `%${hex}%`],
          );
          return hit?.yes === true ? [name] : [];
        }),
      );
      return found.flat();
    };

    it('stands in no table in the clear within the term, and can be opened with the key', async () => {
      const body = bodyOf(await sis.border(IHOR));
      assert.ok(JSON.stringify(body).includes(UNIQUE_ALIAS), 'the caller sees the alias');
      assert.notDeepEqual(await tablesHolding('Terespol'), [], 'the look through the tables finds what is there');
      assert.deepEqual(await tablesHolding(UNIQUE_ALIAS), []);
      const sealed = await sis.rows<{ key_id: string; sealed: Buffer }>('SELECT key_id, sealed FROM sis_match WHERE search_id = $1', [
        body.searchId,
      ]);
      assert.equal(sealed.length, 3);
      const keys = sis.hub.running.hub.config.masterKeys;
      const opened = sealed.map((row) => openContent(keys, body.searchId, { keyId: row.key_id, sealed: row.sealed }));
      assert.ok(JSON.stringify(opened).includes(UNIQUE_ALIAS));
      const [first] = sealed;
      assert.ok(first);
      assert.throws(() => openContent(keys, randomUUID(), { keyId: first.key_id, sealed: first.sealed }));
    });

    it('is gone after the term, and references remain', async () => {
      const brief = await startSisHub({ databaseUrl: sis.database.url, sisUrl: sis.simulator.url, sis: { matchRetentionMs: 200 } });
      try {
        const body = Buffer.from(JSON.stringify({ kind: 'person', person: IHOR, ...BORDER }));
        const { searchId } = bodyOf(await brief.call('sis.search', 'PL-SG', { body }));
        const left = async (): Promise<number> => (await sis.rows('SELECT 1 FROM sis_match WHERE search_id = $1', [searchId])).length;
        await waitFor(async () => (await left()) === 0, { timeoutMs: 5000, what: 'the sealed matches to be deleted' });
        assert.deepEqual(await tablesHolding(UNIQUE_ALIAS), []);
        const [row] = await sis.rows<{ matched: unknown[] }>('SELECT matched FROM sis_search WHERE id = $1', [searchId]);
        assert.equal(row?.matched.length, 3);
      } finally {
        await brief.stop();
      }
    });
  });
});
