import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import type { DeletionRule } from '../../broker/audit/deletion-rules.ts';
import { createSealer } from '../../broker/audit/sealing.ts';
import { verifyAudit, type AuditReport } from '../../broker/audit/verification.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { migrate } from '../../broker/store/migrator.ts';
import { createDatabase, dropDatabasesWith } from '../../local/database.ts';
import { provision, type Servers } from '../../local/provision.ts';

const sealKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const rule = (name: string, over: object = {}): DeletionRule => ({
  ...{ name, events: ['message.*'], keepDays: 0, legalBasis: 'test', validFrom: '2000-01-01', validTo: null },
  ...over,
});
const RULES = [
  rule('AT-ONCE'),
  rule('OTHER-EVENTS', { events: ['sis.*', 'message.read'] }),
  rule('FORMER', { validTo: '2001-01-01' }),
  rule('LATER', { keepDays: 1 }),
];
const prefix = `audit_verification_${process.pid}_`;

describe('audit verification', function () {
  this.timeout(60_000);
  let servers: Servers;
  let copies = 0;

  before(async () => {
    servers = await provision({ purpose: 'tests', dataDir: '.data/test-audit', log: () => undefined });
    await fill(await createDatabase(servers.databaseUrl, `${prefix}original`));
  });
  after(async () => {
    await dropDatabasesWith(servers.databaseUrl, prefix);
    await servers.stop();
  });

  const tampered = async (sql: string): Promise<AuditReport> => {
    copies += 1;
    const url = await createDatabase(servers.databaseUrl, `${prefix}${copies}`, `${prefix}original`);
    return withPool(url, async (pool) => {
      await pool.query(sql);
      return verifyAudit({ pool, sealKey, law: { rules: RULES, holds: [] } });
    });
  };
  const finds = (name: string, kind: string, sql: string): void => {
    it(`finds ${name} and names it`, async () => {
      const report = await tampered(sql);
      assert.equal(report.ok, false);
      assert.ok(
        report.faults.some((fault) => fault.kind === kind),
        JSON.stringify(report.faults),
      );
    });
  };
  const ONE = `(SELECT id FROM audit_chain WHERE writer = 'one')`;

  it('accepts an untouched log and calls the younger entries unsealed', async () => {
    const { faults, ...counts } = await tampered('SELECT 1');
    assert.deepEqual(faults, []);
    assert.deepEqual(counts, { ok: true, entries: 22, chains: 2, seals: 2, sealedEntries: 20, unsealedEntries: 2, deletedUnder: {} });
  });
  const deleted = (rule: string, columns = 'party = NULL, message_id = NULL'): string =>
    `UPDATE audit_entry SET payload = NULL, salt = NULL, deleted_under = '${rule}', ${columns} WHERE chain_id = ${ONE} AND n = 3`;
  it('counts content deleted under a rule and finds no fault in it', async () => {
    const report = await tampered(deleted('AT-ONCE'));
    assert.deepEqual([report.faults, report.deletedUnder], [[], { 'AT-ONCE': 1 }]);
  });
  finds('content deleted under a rule that does not exist', 'changed', deleted('NO-RULE'));
  finds('content deleted under a rule for other events', 'changed', deleted('OTHER-EVENTS'));
  finds('content deleted under a rule of other days', 'changed', deleted('FORMER'));
  finds('content deleted before its term', 'changed', deleted('LATER'));
  finds('deleted content whose columns still say something', 'changed', deleted('AT-ONCE', `party = 'PL-XX', message_id = NULL`));
  finds('content deleted without a rule', 'changed', `UPDATE audit_entry SET payload = NULL WHERE chain_id = ${ONE} AND n = 3`);
  finds(
    'a changed payload',
    'changed',
    `UPDATE audit_entry SET payload = replace(payload, 'PL-SG', 'PL-XX') WHERE chain_id = ${ONE} AND n = 3`,
  );
  finds('a changed column', 'changed', `UPDATE audit_entry SET party = 'PL-XX' WHERE chain_id = ${ONE} AND n = 3`);
  finds(
    'an instant moved by a microsecond',
    'changed',
    `UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE chain_id = ${ONE} AND n = 3`,
  );
  finds('a removed entry', 'removed', `DELETE FROM audit_entry WHERE chain_id = ${ONE} AND n = 4`);
  finds(
    'two swapped neighbours',
    'swapped',
    `UPDATE audit_entry SET n = n + 100 WHERE chain_id = ${ONE} AND n IN (4, 5); UPDATE audit_entry SET n = CASE n WHEN 104 THEN 5 ELSE 4 END WHERE n > 100`,
  );
  finds(
    'a missing tail',
    'missing-tail',
    `DELETE FROM audit_entry WHERE chain_id = ${ONE} AND n > 8; UPDATE audit_chain SET n = 8 WHERE id = ${ONE}`,
  );
  finds('a vanished chain', 'vanished-chain', `DELETE FROM audit_entry WHERE chain_id = ${ONE}; DELETE FROM audit_chain WHERE id = ${ONE}`);
  finds('a changed seal', 'bad-seal', `UPDATE audit_seal SET heads = replace(heads, ' 6 ', ' 5 ') WHERE n = 1`);
  finds('a removed seal', 'missing-seal', 'DELETE FROM audit_seal WHERE n = 1');
  finds('a removed last seal', 'missing-seal', 'DELETE FROM audit_seal WHERE n = 2');
});

async function fill(url: string): Promise<void> {
  await migrate(url);
  await withPool(url, async (pool) => {
    const sealer = createSealer({ pool, clock, sealKey, everyMs: 10_000, log: quiet });
    const one = await appender(pool, 'one');
    const two = await appender(pool, 'two');
    await one(6);
    await two(4);
    await sealer.sealNow();
    await one(6);
    await two(4);
    await sealer.sealNow();
    assert.equal(await sealer.sealNow(), undefined);
    await one(2);
  });
}

async function appender(pool: pg.Pool, name: string): Promise<(count: number) => Promise<void>> {
  const writer = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'n', name, isRolledBack });
  return async (count) => {
    const facts = Array.from({ length: count }, (_, index) => ({
      event: 'message.accepted' as const,
      party: 'PL-SG',
      messageId: randomUUID(),
      facts: { index },
    }));
    await writer.append(facts, (batch) => pool.query('SELECT hub_append_audit($1)', [JSON.stringify(batch)]));
  };
}

async function withPool<T>(url: string, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}
