/** The small rules of a SIS search: rights on a day, the time a search may take, and what is taken out of an answer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import pg from 'pg';
import { deadlineOf } from '../../services/sis/deadline.ts';
import { filterFindings } from '../../services/sis/filter.ts';
import { createLedger } from '../../services/sis/ledger.ts';
import { rightsMatrix } from '../../services/sis/rights.ts';
import type { Findings } from '../../services/sis/search.ts';

describe('the rights matrix', () => {
  const row = {
    authorities: ['A', 'C-*'],
    purposes: ['P'],
    legalBasis: 'Art. 1',
    categories: ['RETURN'],
    objectCategories: ['DOCUMENT_BLANK'],
    validFrom: '2026-01-01',
    validTo: '2026-06-30',
  };
  const { authorities, purposes: _, ...rest } = row;
  const law = { rows: [row], refused: [{ ...rest, authorities, purposes: ['Q'], words: 'Closed.' }] };
  const on = (instant: string): readonly string[] => rightsMatrix(law).categoriesFor('A', 'P', Date.parse(instant));

  it('gives both kinds of categories from the first to the last day, in Warsaw', () => {
    assert.deepEqual(on('2025-12-31T22:59:59Z'), []);
    assert.deepEqual(on('2025-12-31T23:00:00Z'), ['RETURN', 'DOCUMENT_BLANK']);
    assert.deepEqual(on('2026-06-30T21:59:59Z'), ['RETURN', 'DOCUMENT_BLANK']);
    assert.deepEqual(on('2026-06-30T22:00:00Z'), []);
  });

  it('takes a pattern for every party whose code begins so', () => {
    const at = Date.parse('2026-03-01T12:00:00Z');
    assert.deepEqual(rightsMatrix(law).categoriesFor('C-1', 'P', at), ['RETURN', 'DOCUMENT_BLANK']);
    assert.deepEqual(rightsMatrix(law).categoriesFor('C', 'P', at), []);
  });

  it('says why a purpose is closed to an authority, with the article, and only as long as that is law', () => {
    assert.equal(rightsMatrix(law).refusalOf('A', 'Q', Date.parse('2026-03-01T12:00:00Z')), 'Closed. Art. 1.');
    assert.equal(rightsMatrix(law).refusalOf('A', 'Q', Date.parse('2026-08-01T12:00:00Z')), undefined);
    assert.equal(rightsMatrix(law).refusalOf('A', 'P', Date.parse('2026-03-01T12:00:00Z')), undefined);
  });

  it('gives nothing to another authority or purpose', () => {
    const at = Date.parse('2026-03-01T12:00:00Z');
    assert.deepEqual(rightsMatrix(law).categoriesFor('B', 'P', at), []);
    assert.deepEqual(rightsMatrix(law).categoriesFor('A', 'Q', at), []);
  });
});

describe('the deadline of a search', () => {
  const sisMs = (prefer?: string): number =>
    deadlineOf({ defaultDeadlineMs: 5000, auditReserveMs: 200 }, prefer, { monotonicMs: () => 0 }).sisMs();

  it('is the default less the part for the audit commit, and shorter when the caller prefers', () => {
    assert.equal(sisMs(), 4800);
    assert.equal(sisMs('wait=2'), 1800);
    assert.equal(sisMs('respond-async, Wait = "1"'), 800);
    assert.equal(sisMs('wait=0'), 0);
  });

  it('is never longer than the default, and words that mean nothing change nothing', () => {
    for (const prefer of ['wait=60', 'wait=-1', 'wait=x', 'await=1', '']) assert.equal(sisMs(prefer), 4800, prefer);
  });
});

describe('the filter of an answer', () => {
  const category: fc.Arbitrary<string> = fc.constantFrom('RETURN', 'ARREST', 'CHECK_DISCREET', 'JUDICIAL_PROCEDURE');
  const link = fc.record({ schengenId: fc.string(), alertCategory: category });
  const plain = { actionToBeTaken: 'ARREST', mayBeVictim: false, flaggedBy: [], matchScore: 100 };
  const match = fc
    .record({ schengenId: fc.string(), alertCategory: category, links: fc.array(link, { maxLength: 3 }) })
    .map((fields) => ({ ...plain, ...fields }));
  const findingsOf = (matches: Findings['matches'], outcome: Findings['outcome']): Findings => ({
    outcome,
    matches,
    categoriesSearched: ['RETURN'],
    answeredAt: '2026-01-01T00:00:00Z',
    source: { kind: 'CS_SIS', asOf: '2026-01-01T00:00:00Z' },
    nextStep: outcome,
  });

  it('lets nothing through that is not allowed, loses nothing that is, and tells when it took something out', () => {
    fc.assert(
      fc.property(fc.array(match), fc.uniqueArray(category), (matches, allowed) => {
        const { findings, leaked } = filterFindings({ ...findingsOf(matches, 'MATCHES'), categoriesSearched: allowed }, allowed);
        const seen = findings.matches.flatMap((one) => [one.alertCategory, ...one.links.map((to) => to.alertCategory)]);
        assert.ok(seen.every((name) => allowed.includes(name)));
        assert.equal(findings.matches.length, matches.filter((one) => allowed.includes(one.alertCategory)).length);
        const all = matches.flatMap((one) => [one.alertCategory, ...one.links.map((to) => to.alertCategory)]);
        assert.equal(leaked, !all.every((name) => allowed.includes(name)));
        assert.equal(findings.outcome, findings.matches.length === 0 ? 'NO_MATCH' : 'MATCHES');
      }),
    );
  });

  it('never turns a partial answer or too many into none', () => {
    for (const outcome of ['PARTIAL', 'TOO_MANY'] as const) {
      const hidden = [{ ...plain, schengenId: 'X', alertCategory: 'ARREST', links: [] }];
      assert.equal(filterFindings(findingsOf(hidden, outcome), ['RETURN']).findings.outcome, outcome);
    }
  });
});

describe('the ledger', () => {
  const ledgerOver = (append: (facts: readonly { readonly party?: string }[]) => Promise<void>) =>
    createLedger({ audit: { lookup: { append } }, database: {} } as unknown as Parameters<typeof createLedger>[0]);
  const entry = { fact: { event: 'sis.search-failed' } } as const;

  it('commits what came during a commit together in the next one', async () => {
    let commits = 0;
    const ledger = ledgerOver(async () => {
      commits += 1;
      await new Promise((resolve) => setImmediate(resolve));
    });
    await Promise.all(Array.from({ length: 50 }, () => ledger.record(entry)));
    assert.equal(commits, 2);
  });

  it('tries one by one what PostgreSQL refused together, so that only the bad entry fails', async () => {
    const refused = Object.assign(new pg.DatabaseError('bad data', 0, 'error'), { code: '22P05' });
    const bad = { fact: { event: 'sis.search-failed', party: 'BAD' } } as const;
    const ledger = ledgerOver(async (facts) => {
      if (facts.some(({ party }) => party === 'BAD')) throw refused;
    });
    const results = await Promise.allSettled([entry, entry, bad, entry].map((one) => ledger.record(one)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('does not repeat a commit of unknown outcome, and goes on with the next', async () => {
    let commits = 0;
    const ledger = ledgerOver(async () => {
      commits += 1;
      if (commits <= 2) throw new TypeError('the connection was lost');
    });
    const results = await Promise.allSettled([ledger.record(entry), ledger.record(entry), ledger.record(entry)]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    await ledger.record(entry);
    assert.equal(commits, 3);
  });
});
