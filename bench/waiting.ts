/**
 * What waits while the measurements named after it run: as many queued behind one held destination, and as many again parked in
 * a thousand lanes of another. Stored by the hub's own statement, so that every table and index holds what it would hold; bodies
 * are small, for they are read only when they are sent.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { accept, type NewMessage } from '../test/support/message-path.ts';
import { PARKED, QUEUED } from './parties.ts';
import type { Stage } from './stage.ts';

const LANES = 1000;
const BATCH = 5000;
const TABLES = ['message', 'dedupe', 'delivery_open', 'lane', 'destination_tally'];

/** Makes up what is missing of `count` in each of the two; at once when they are there already. */
export async function makeWaiting(stage: Pick<Stage, 'databaseUrl' | 'log'>, count: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 1 });
  try {
    const missing = count - (await createdFor(pool, PARKED));
    if (missing <= 0) return;
    stage.log(`${count} messages are queued behind a held destination and ${count} parked in ${LANES} lanes`);
    const writer = randomUUID();
    for (let from = 0; from < missing; from += BATCH) await acceptBatch(pool, writer, Math.min(BATCH, missing - from));
    await settle(pool);
  } finally {
    await pool.end();
  }
}

async function acceptBatch(pool: pg.Pool, writer: string, size: number): Promise<void> {
  const one = (destination: string, sequenceKey: string | null): NewMessage => ({ destination, sequenceKey, lease: false });
  const numbers = Array.from({ length: size }, (_, number) => number);
  await accept(
    pool,
    writer,
    numbers.map(() => one(QUEUED, null)),
  );
  await accept(
    pool,
    writer,
    numbers.map((number) => one(PARKED, `waiting-${number % LANES}`)),
  );
}

async function createdFor(pool: pg.Pool, destination: string): Promise<number> {
  const { rows } = await pool.query<{ created: string | null }>(
    'SELECT sum(created) AS created FROM destination_tally WHERE destination = $1',
    [destination],
  );
  return Number(rows[0]?.created ?? 0);
}

/** What the database does about so many new rows sooner or later is done before anything is measured. */
async function settle(pool: pg.Pool): Promise<void> {
  for (const table of TABLES) await pool.query(`VACUUM (ANALYZE) ${table}`);
  await pool.query('CHECKPOINT').catch(() => undefined); // where we may not, it comes by itself
}
