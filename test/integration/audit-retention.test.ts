/** Housekeeping deletes the content of old audit entries under the rules of config/law, and verification can tell it from tampering. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'mocha';
import { AUDIT_EVENTS, type AuditEvent } from '../../broker/audit/catalogue.ts';
import { coversEvent, loadDeletionLaw } from '../../broker/audit/deletion-rules.ts';
import { verifyAudit, type AuditReport } from '../../broker/audit/verification.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createHousekeeping } from '../../broker/retention/housekeeping.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { useHub } from '../support/running-hub.ts';

const DAY_MS = 86_400_000;
/** The clock is moved, so that entries five years old are not older than the rules. */
const AHEAD_DAYS = 1000;
const NEVER_MS = 1_000_000_000;

interface Entry {
  readonly event: string;
  readonly age: number;
  readonly payload: string | null;
  readonly officer: string | null;
  readonly rule: string | null;
}

describe('the content of audit entries', () => {
  const room = useHub(
    async () => undefined,
    (config) => ({ ...config, retention: { ...config.retention, everyMs: NEVER_MS } }),
  );
  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;
  const verify = (): Promise<AuditReport> => {
    const { database, config } = room.running.hub;
    return verifyAudit({ pool: database.reads, sealKey: config.sealKey });
  };

  /** Entries of one chain whose officer says how many days old they are. */
  async function write(events: readonly AuditEvent[], ageDays: number): Promise<void> {
    const { database } = room.running.hub;
    const clock = { now: () => Date.now() + (AHEAD_DAYS - ageDays) * DAY_MS, monotonicMs: () => performance.now() };
    const writer = await createAuditWriter({ pool: database.work, clock, newId: randomUUID, node: 'old', name: 'test', isRolledBack });
    const facts = events.map((event) => ({ event, party: 'PL-SG', officer: `AGE-${ageDays}`, facts: { secret: 'synthetic' } }));
    await writer.append(facts, (batch) => database.work.query('SELECT hub_append_audit($1)', [JSON.stringify(batch)]));
  }
  const entries = (): Promise<Entry[]> =>
    ask(`SELECT event, round(extract(epoch FROM hub_now() - at) / 86400)::int AS age, payload, officer, deleted_under AS rule
           FROM audit_entry WHERE officer LIKE 'AGE-%' OR deleted_under IS NOT NULL ORDER BY at, n`);

  before(async () => {
    await ask('UPDATE hub_clock SET offset_ms = $1', [AHEAD_DAYS * DAY_MS]);
    await write(
      Array.from({ length: 1500 }, (_, index) => (index % 2 === 0 ? 'sis.search-answered' : 'message.accepted')),
      1100,
    );
    await write(['sis.search-answered', 'message.accepted'], 1090);
    await write(['sis.search-read', 'message.accepted', 'party.changed'], 1830);
    await createHousekeeping(room.running.hub).turn();
  });

  it('goes when the term of its rule has ended, and only then; event, instant and hashes stay', async () => {
    const seen = (await entries()).map(
      ({ event, age, payload, rule }) => `${event} ${age} ${payload === null ? 'deleted' : 'kept'} ${rule ?? ''}`,
    );
    assert.deepEqual([...new Set(seen)].sort(), [
      'message.accepted 1090 kept ',
      'message.accepted 1100 kept ',
      'message.accepted 1830 deleted EXCHANGE-LOG-5Y',
      'party.changed 1830 kept ',
      'sis.search-answered 1090 kept ',
      'sis.search-answered 1100 deleted SIS-LOG-3Y',
      'sis.search-read 1830 deleted SIS-LOG-3Y',
    ]);
    assert.equal((await entries()).length, 1505);
  });

  it('takes the columns with it that repeat it', async () => {
    for (const { officer, payload } of await entries()) assert.equal(officer === null, payload === null);
  });

  it('is told by verification rule by rule, and by the log itself', async () => {
    const { faults, deletedUnder } = await verify();
    assert.deepEqual(faults, []);
    assert.deepEqual(deletedUnder, { 'SIS-LOG-3Y': 751, 'EXCHANGE-LOG-5Y': 1 });
    const told = await ask<{ payload: string }>(`SELECT payload FROM audit_entry WHERE event = 'retention.deleted'`);
    const counts = told.map(({ payload }) => (JSON.parse(payload) as { entries: number }).entries);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      752,
    );
  });

  it('is not touched again, by however many nodes', async () => {
    const before = await ask('SELECT * FROM audit_deletion ORDER BY day, rule');
    await Promise.all([1, 2].map(() => createHousekeeping(room.running.hub).turn()));
    assert.deepEqual(await ask('SELECT * FROM audit_deletion ORDER BY day, rule'), before);
    assert.ok(before.length > 0);
  });

  it('is named as a fault when it was deleted before its term, under a wrong rule or none', async () => {
    const empty = `UPDATE audit_entry SET payload = NULL, salt = NULL, party = NULL, officer = NULL, deleted_under = $1
      WHERE event = 'message.accepted' AND officer = 'AGE-1090'`;
    for (const rule of ['EXCHANGE-LOG-5Y', 'SIS-LOG-3Y', 'INVENTED', null]) {
      const [was] = await ask<Record<string, unknown>>(
        `SELECT * FROM audit_entry WHERE event = 'message.accepted' AND officer = 'AGE-1090'`,
      );
      await ask(empty, [rule]);
      assert.equal((await verify()).faults.length, 1, String(rule));
      await ask(
        `UPDATE audit_entry SET payload = $1, salt = $2, party = 'PL-SG', officer = 'AGE-1090', deleted_under = NULL
        WHERE chain_id = $3 AND n = $4`,
        [was?.payload, was?.salt, was?.chain_id, was?.n],
      );
    }
    assert.deepEqual((await verify()).faults, []);
  });

  it('has exactly one rule for each kind of event', async () => {
    const { rules } = await loadDeletionLaw();
    for (const event of Object.keys(AUDIT_EVENTS))
      assert.equal(rules.filter((rule) => coversEvent(rule, event)).length, 1, `rules of config/law/audit-retention.json for ${event}`);
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });
});
