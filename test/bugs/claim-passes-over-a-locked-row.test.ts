/**
 * A second dispatcher, or the finish of a predecessor, may hold the row of a delivery for a moment after its ticket went out. The claim
 * passed over it and forgot the ticket, so that the delivery waited out its dispatch lease: a minute for nothing.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination, claim } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const LOCK = 'SELECT id FROM delivery_open WHERE id = $1 FOR UPDATE';

describe('a claim of a delivery whose row another session holds', () => {
  const place = useDatabase();
  const writer = randomUUID();
  let database: Database;
  before(async () => {
    database = openDatabase(place.url, { accept: 1, work: 1, reads: 1 }, () => undefined);
    await addDestination(database.reads, 'SLOW');
    await claimWhileHeld('COMMIT'); // plans are made: from now on a claim takes a millisecond
  });
  after(() => database.close());

  /** The claimed ids, while another session holds the row of the first one and lets go when `until` resolves. */
  const claimWhileHeld = async (letGo: string): Promise<string[]> => {
    const two = Array.from({ length: 2 }, () => ({ destination: 'SLOW', sequenceKey: null }));
    const ids = (await accept(database.accept, writer, two)).map(({ delivery_id }) => delivery_id);
    const other = await database.reads.connect();
    try {
      await other.query('BEGIN');
      await other.query(LOCK, [ids[0]]);
      const letting = other.query(letGo);
      const claimed = await claim(database.work, writer, ids);
      await letting;
      await other.query('ROLLBACK');
      return claimed.map(({ id }) => (ids.indexOf(id) === 0 ? 'held' : 'free')).toSorted();
    } finally {
      other.release();
    }
  };

  it('waits for the moment that the row is held, and has it', async () => {
    assert.deepEqual(await claimWhileHeld('SELECT pg_sleep(0.01); COMMIT'), ['free', 'held']);
  });

  it('goes on without it when the row stays held', async () => {
    assert.deepEqual(await claimWhileHeld('SELECT pg_sleep(0.5); COMMIT'), ['free']);
  });
});
