/**
 * A claim names deliveries by id, but the planner found them by the index of leases, where the id comes last: it read the whole
 * index, with all that is dead in it, for each id. Above 800 deliveries a second every claim became slower than the one before.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination, claim, deliver } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const ROUNDS = 20;
const BATCH = 50;

describe('a claim', () => {
  const place = useDatabase();
  let database: Database;
  before(async () => {
    database = openDatabase(place.url, { accept: 1, work: 1, reads: 1 }, () => undefined);
    await addDestination(database.reads, 'FAST');
  });
  after(() => database.close());

  const lookUps = async (): Promise<Record<string, number>> => {
    await database.work.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await database.reads.query<{ name: string; scans: number }>(
      `SELECT indexrelname AS name, idx_scan::int AS scans FROM pg_stat_user_indexes WHERE relname = 'delivery_open'`,
    );
    return Object.fromEntries(rows.map(({ name, scans }) => [name, scans]));
  };

  it('finds its deliveries by their ids, however many others are leased', async () => {
    const writer = randomUUID();
    const waiting = Array.from({ length: BATCH }, () => ({ destination: 'FAST', sequenceKey: null }));
    const others = Array.from({ length: 5000 }, () => ({ destination: 'FAST', sequenceKey: null, lease: false }));
    await accept(database.accept, writer, others);
    await database.work.query('VACUUM ANALYZE delivery_open'); // from now on the index of leases looks small
    const scans = { leased: 0, id: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = (await accept(database.accept, writer, waiting)).map(({ delivery_id }) => delivery_id);
      await accept(database.accept, writer, waiting);
      const from = await lookUps();
      const claimed = await claim(database.work, writer, ids);
      const to = await lookUps();
      assert.equal(claimed.length, BATCH);
      await deliver(database.work, writer, claimed);
      scans.leased += (to['delivery_open_leased'] ?? 0) - (from['delivery_open_leased'] ?? 0);
      scans.id += (to['delivery_open_pkey'] ?? 0) - (from['delivery_open_pkey'] ?? 0);
    }
    assert.ok(scans.id >= ROUNDS, 'look-ups are counted');
    assert.equal(scans.leased, 0);
  });
});
