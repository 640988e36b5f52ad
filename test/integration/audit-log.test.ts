/** Who may read the audit log and what is recorded of it, against a real hub; and an export that proves itself without the hub. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { verifyExport } from '../../broker/audit/export.ts';
import { verifyAudit } from '../../broker/audit/verification.ts';
import type { SignedExport } from '../../broker/contract/audit-export.ts';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { useDatabase } from '../support/suite-database.ts';
import { startTestHub, type GivenCall, type TestHub } from '../support/test-hub.ts';

interface Entry {
  readonly chain: string;
  readonly n: number;
  readonly event: string;
  readonly party: string | null;
  readonly officer: string | null;
  readonly facts: Readonly<Record<string, unknown>> | null;
}

interface Page {
  readonly entries: readonly Entry[];
  readonly next: string | null;
}

/** By its code, not by its class: services are loaded by a path of their own. */
const says = (code: ErrorCode) => (error: unknown) => (error as { readonly hubCode?: unknown }).hubCode === code;
const PERSON = 'ref-1';

describe('the audit log as its readers see it', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub(database.url);
    const read = (party: string, officer: string): Promise<void> =>
      hub.hub.audit.lookup.record([
        { event: 'sis.search-read', party, officer, purpose: 'BORDER', personRef: PERSON, facts: { searchId: 's' } },
      ]);
    for (const officer of ['BG-1', 'BG-2', 'BG-1']) await read('PL-SG', officer);
    await read('AUDITOR', 'AU-1');
    await read('PL-SG', 'AU-1');
  });
  after(() => hub.stop());

  const asAuditor = (given: Partial<GivenCall> = {}): GivenCall => ({ party: 'AUDITOR', officer: 'AU-1', roles: ['audit'], ...given });
  const entries = async (query: Record<string, string>, given: Partial<GivenCall> = {}): Promise<Page> =>
    (await hub.call<Page>('audit-log.entries', asAuditor({ query, ...given }))).body;
  const recorded = async (event: string): Promise<{ officer: string; person_ref: string | null; payload: string }[]> =>
    (await hub.hub.database.reads.query(`SELECT officer, person_ref, payload FROM audit_entry WHERE event = $1 ORDER BY at, n`, [event]))
      .rows as never;

  it('finds the entries about a person, and leaves out those about the reader of the same party', async () => {
    const found = (await entries({ personRef: PERSON })).entries.filter(({ event }) => event === 'sis.search-read');
    assert.deepEqual(
      found.map(({ party, officer }) => `${party} ${officer}`),
      ['PL-SG BG-1', 'PL-SG BG-2', 'PL-SG BG-1', 'PL-SG AU-1'],
    );
    assert.equal(found[0]?.facts?.searchId, 's');
    const own = (await entries({ officer: 'AU-1' })).entries;
    assert.ok(own.length > 0 && own.every(({ party }) => party === 'PL-SG'));
  });

  it('shows a colleague who read what', async () => {
    await entries({ personRef: PERSON, purpose: 'BORDER' });
    const reading = (await entries({ personRef: PERSON }, { officer: 'AU-2' })).entries
      .filter(({ event }) => event === 'audit.read')
      .at(-1);
    assert.equal(reading?.officer, 'AU-1');
    assert.deepEqual(reading?.facts?.filter, { personRef: PERSON, purpose: 'BORDER' });
    assert.deepEqual([reading?.facts?.legalBasis, reading?.facts?.caseReference], ['test law', 'T-1']);
  });

  it('has recorded the reading when the answer is there', async () => {
    const before = (await recorded('audit.read')).length;
    await entries({ party: 'PL-SG' });
    assert.equal((await recorded('audit.read')).length, before + 1);
  });

  it('withholds the answer when the reading cannot be recorded', async () => {
    const { pool, restore } = await breakAudit();
    await assert.rejects(entries({ party: 'PL-SG' }), says('AUDIT_UNAVAILABLE'));
    await assert.rejects(hub.call('audit-log.export', asAuditor({ body: { party: 'PL-SG', reason: 'r' } })), says('AUDIT_UNAVAILABLE'));
    await pool.query(restore);
    assert.ok((await entries({ party: 'PL-SG' })).entries.length > 0);
  });

  it('pages through all entries once, in the order of time', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await entries({ personRef: PERSON, purpose: 'BORDER', limit: '2', ...(after === null ? {} : { after }) });
      seen.push(...page.entries.map(({ chain, n }) => `${chain} ${n}`));
      after = page.next;
    } while (after !== null);
    assert.equal(seen.length, 4);
    assert.equal(new Set(seen).size, 4);
    await assert.rejects(entries({ party: 'PL-SG', after: 'x' }), says('INVALID_PARAMETER'));
  });

  it('does not let anybody read the whole log at once', async () => {
    await assert.rejects(entries({ purpose: 'BORDER' }), says('INVALID_PARAMETER'));
    assert.ok((await entries({ purpose: 'BORDER', from: '2000-01-01' })).entries.length > 0);
  });

  it('exports a signed document that shows every change made to it', async () => {
    const { body } = await hub.call<SignedExport>('audit-log.export', asAuditor({ body: { personRef: PERSON, reason: 'complaint 7' } }));
    const document = JSON.parse(JSON.stringify(body)) as SignedExport;
    const report = verifyExport(document, hub.publicKey);
    assert.deepEqual([report.ok, report.faults], [true, []]);
    assert.ok(report.entries >= 4);
    const [first, ...others] = document.content.entries;
    assert.ok(first);
    const forged = [
      { ...document, content: { ...document.content, entries: others } },
      { ...document, content: { ...document.content, reason: 'none' } },
      { ...document, content: { ...document.content, entries: [{ ...first, payload: '{}' }, ...others] } },
    ];
    for (const forgery of forged) assert.equal(verifyExport(forgery, hub.publicKey).ok, false);
    assert.equal(verifyExport(document, otherKey()).ok, false);
    assert.match((await recorded('audit.exported')).at(-1)?.payload ?? '', /complaint 7/);
  });

  it('exports nothing without a reason', async () => {
    await assert.rejects(hub.call('audit-log.export', asAuditor({ body: { personRef: PERSON } })), says('REASON_REQUIRED'));
    await assert.rejects(hub.call('audit-log.export', asAuditor({ body: { reason: 'all of it' } })), says('INVALID_PARAMETER'));
  });

  it('answers the seals, and the log with all these readings verifies', async () => {
    assert.equal((await hub.call('audit-log.seals', asAuditor())).status, 200);
    const report = await verifyAudit({ pool: hub.hub.database.reads, publicKey: hub.publicKey });
    assert.deepEqual(report.faults, []);
  });

  /** Makes every append fail, until `restore` is run. */
  async function breakAudit(): Promise<{ pool: TestHub['hub']['database']['reads']; restore: string }> {
    const pool = hub.hub.database.reads;
    await pool.query('ALTER FUNCTION hub_append_audit(json) RENAME TO hub_append_audit_away');
    return { pool, restore: 'ALTER FUNCTION hub_append_audit_away(json) RENAME TO hub_append_audit' };
  }
});

const otherKey = (): string => generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
