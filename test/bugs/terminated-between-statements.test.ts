/**
 * A connection that PostgreSQL ended between two statements of one piece of work told so by an event that nobody listened to, and the
 * node died. Found by a crash run of 200 faults: nothing was lost, but a node was.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import pg from 'pg';
import { withClient } from '../../broker/store/database.ts';
import { useDatabase } from '../support/suite-database.ts';

describe('work on a connection of its own', () => {
  const database = useDatabase();

  it('ends with an error, and the process lives on, when PostgreSQL ends the connection between two statements', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    try {
      const work = withClient(pool, async (client) => {
        const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const ended = new Promise((resolve) => client.once('end', resolve));
        await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
        await ended;
        await client.query('SELECT 1');
      });
      await assert.rejects(work, /terminat|not queryable/);
      assert.equal((await pool.query('SELECT 1')).rowCount, 1, 'the pool gives another connection');
    } finally {
      await pool.end();
    }
  });

  it('gives the connection back to the pool when all went well, and no other time', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const pidOf = async (client: pg.PoolClient): Promise<unknown> => (await client.query('SELECT pg_backend_pid()')).rows[0];
    try {
      const first = await withClient(pool, pidOf);
      assert.deepEqual(await withClient(pool, pidOf), first);
      await assert.rejects(withClient(pool, (client) => client.query('SELECT 1/0')));
      assert.notDeepEqual(await withClient(pool, pidOf), first);
    } finally {
      await pool.end();
    }
  });
});
