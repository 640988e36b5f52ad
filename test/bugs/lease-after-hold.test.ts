/** A delivery that was leased just after its destination was held once waited for its whole dispatch lease after the resume. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { useDatabase } from '../support/suite-database.ts';
import { accept, addDestination, claim } from '../support/message-path.ts';

describe('a delivery dispatched to a destination that was held meanwhile', () => {
  const database = useDatabase();

  it('goes back to waiting when its ticket comes, and is dispatched at the resume', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    try {
      const writer = randomUUID();
      await addDestination(pool, 'PL-ABW');
      await pool.query("UPDATE destination SET held_since = now() WHERE name = 'PL-ABW'");
      const [accepted] = await accept(pool, writer, [{ destination: 'PL-ABW', sequenceKey: null }]);
      assert.equal(accepted?.leased, true);
      assert.deepEqual(await claim(pool, writer, [accepted.delivery_id]), []);
      await pool.query("UPDATE destination SET held_since = NULL WHERE name = 'PL-ABW'");
      const dispatch = 'SELECT kind, id FROM hub_dispatch($1, $2, 10, 1000, 60000, 1000)';
      const { rows } = await pool.query<{ kind: string; id: string }>(dispatch, [writer, 'PL-ABW']);
      assert.deepEqual(rows, [{ kind: 'dispatch', id: accepted.delivery_id }]);
      const { rows: tally } = await pool.query<{ leased: string; queued: string }>(
        'SELECT sum(leased) AS leased, sum(queued) AS queued FROM destination_tally',
      );
      assert.deepEqual(tally, [{ leased: '1', queued: '1' }]);
    } finally {
      await pool.end();
    }
  });
});
