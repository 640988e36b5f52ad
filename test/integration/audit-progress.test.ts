/** The verification of a long audit log says how far it is. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import pg from 'pg';
import { after, before, describe, it } from 'mocha';
import { verifyAudit } from '../../broker/audit/verification.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { useDatabase } from '../support/suite-database.ts';

const ENTRIES = 5001;

describe('the verification of a long audit log', function () {
  this.timeout(30_000);
  let pool: pg.Pool;
  after(() => pool.end()); // before the database goes: hooks run in the order they are made
  const database = useDatabase();
  before(async () => {
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    const clock = createDatabaseClock(pool, () => performance.now());
    await clock.sync();
    const writer = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'test', name: 'test', isRolledBack });
    const facts = Array.from({ length: ENTRIES }, () => ({ event: 'message.read' as const }));
    await writer.append(facts, (batch) => pool.query('SELECT hub_append_audit($1)', [JSON.stringify(batch)]));
  });

  it('tells after every page how many entries of how many it has verified', async () => {
    const told: [number, number][] = [];
    const sealKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const report = await verifyAudit({ pool, sealKey, onProgress: (...figures) => told.push(figures) });
    assert.deepEqual([report.entries, told], [ENTRIES, [[5000, ENTRIES]]]);
  });
});
