import assert from 'node:assert/strict';
import pg from 'pg';
import { after, before, describe, it } from 'mocha';
import { eventually } from '../support/running-hub.ts';
import { createSuiteDatabase } from '../support/suite-database.ts';

const TABLES = `
  CREATE TABLE lane (id integer PRIMARY KEY, open integer NOT NULL);
  CREATE TABLE waiting (lane_id integer NOT NULL, position integer NOT NULL, UNIQUE (lane_id, position));
  CREATE TABLE words (plain text, tree jsonb, bytes bytea);`;
/** Takes the lane's lock in a statement of its own, then looks; the hub's lane functions are such. */
const lookAfterLock = (name: string, volatility: string): string => `
  CREATE FUNCTION ${name}() RETURNS bigint LANGUAGE plpgsql ${volatility} AS $$
  BEGIN
    ${volatility === 'STABLE' ? 'PERFORM pg_advisory_xact_lock(1);' : 'PERFORM 1 FROM lane WHERE id = 1 FOR UPDATE;'}
    RETURN (SELECT count(*) FROM waiting WHERE lane_id = 1);
  END $$;`;
const LOCK_AND_LOOK = `
  WITH locked AS MATERIALIZED (SELECT id FROM lane WHERE id = 1 FOR UPDATE)
  SELECT (SELECT count(*) FROM waiting w WHERE w.lane_id = locked.id) AS seen FROM locked`;

/** What the store believes of PostgreSQL; 110-lanes.sql, the batches of accept and the check for U+0000 rest on these. */
describe('PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof createSuiteDatabase>>;
  let parking: pg.Client;
  let finishing: pg.Client;
  let looking: pg.Client;

  before('an empty database and three sessions', async () => {
    database = await createSuiteDatabase({ migrated: false });
    parking = await session(database.url);
    finishing = await session(database.url);
    looking = await session(database.url);
    await looking.query(TABLES + lookAfterLock('look_volatile', 'VOLATILE') + lookAfterLock('look_stable', 'STABLE'));
  });
  after(async () => {
    await Promise.all([parking, finishing, looking].map((client) => client.end()));
    await database.drop();
  });

  /** One side parks a row under the lane's lock while the other, already waiting for that lock, asks what is parked. */
  async function seenBehindLock(question: string): Promise<number> {
    await looking.query('TRUNCATE lane, waiting; INSERT INTO lane VALUES (1, 1)');
    await parking.query('BEGIN');
    await parking.query('SELECT pg_advisory_xact_lock(1) FROM lane WHERE id = 1 FOR UPDATE');
    const answer = finishing.query<{ seen: string }>(question);
    await eventually('the other side to wait for the lock', isWaiting);
    await parking.query('INSERT INTO waiting VALUES (1, 2)');
    await parking.query('UPDATE lane SET open = open + 1 WHERE id = 1');
    await parking.query('COMMIT');
    return Number((await answer).rows[0]?.seen);
  }
  async function isWaiting(): Promise<true | undefined> {
    const text = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await looking.query(text)).rowCount === 1 ? true : undefined;
  }
  const refused = (text: string, values: unknown[], code: string): Promise<void> => assert.rejects(looking.query(text, values), { code });

  it('takes the snapshot of a statement before its row locks: one statement that locks and looks misses what was parked meanwhile', async () => {
    assert.equal(await seenBehindLock(LOCK_AND_LOOK), 0);
  });

  it('gives each statement of a volatile function under READ COMMITTED a snapshot of its own, which sees what was parked meanwhile', async () => {
    assert.equal(await seenBehindLock('SELECT look_volatile() AS seen'), 1);
  });

  it('lets a stable function look with the snapshot of its caller, which misses what was parked meanwhile', async () => {
    assert.equal(await seenBehindLock('SELECT look_stable() AS seen'), 0);
  });

  it('makes a function volatile, and a transaction READ COMMITTED, unless told otherwise', async () => {
    await looking.query('CREATE FUNCTION untold() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$');
    const text = `SELECT provolatile, current_setting('transaction_isolation') AS isolation FROM pg_proc WHERE proname = 'untold'`;
    assert.deepEqual((await looking.query(text)).rows, [{ provolatile: 'v', isolation: 'read committed' }]);
  });

  it('stores nothing of a statement of which one row breaks a unique key', async () => {
    await looking.query('TRUNCATE waiting');
    await refused('INSERT INTO waiting VALUES (1, 1), (1, 2), (1, 1)', [], '23505');
    assert.equal((await looking.query('SELECT 1 FROM waiting')).rowCount, 0);
  });

  it('does nothing more in a transaction after a statement of it failed', async () => {
    await looking.query('BEGIN');
    await refused('INSERT INTO waiting VALUES (2, 1), (2, 1)', [], '23505');
    await refused('SELECT 1', [], '25P02');
    assert.equal((await looking.query('COMMIT')).command, 'ROLLBACK');
  });

  it('refuses U+0000 in jsonb and in text, and keeps it in bytea', async () => {
    await refused('INSERT INTO words (tree) VALUES ($1)', [JSON.stringify({ a: '\u0000' })], '22P05');
    await refused('INSERT INTO words (plain) VALUES ($1)', ['a\u0000b'], '22021');
    const bytes = Buffer.from('{"a":"\u0000"}');
    const kept = await looking.query<{ bytes: Buffer }>('INSERT INTO words (bytes) VALUES ($1) RETURNING bytes', [bytes]);
    assert.deepEqual(kept.rows[0]?.bytes, bytes);
  });
});

async function session(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, statement_timeout: 10_000 });
  await client.connect();
  return client;
}
