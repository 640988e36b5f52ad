/**
 * The view of a message read its deliveries and their failed attempts in two queries side by side, each of its own moment: a delivery that
 * failed between them was shown as dead without the attempt that it died of.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

interface Shown {
  readonly deliveries: readonly { id: string; state: string; attempts: number; failedAttempts: readonly unknown[] }[];
}

const ONE_MORE = `
  WITH dead AS (UPDATE dead_letter SET attempts = attempts + 1 WHERE delivery_id = $1 RETURNING attempts)
  INSERT INTO attempt (delivery_id, attempt, message_id, destination, started_at, duration_ms, outcome, error_code, delete_after)
    SELECT a.delivery_id, dead.attempts, a.message_id, a.destination, a.started_at, 1, a.outcome, a.error_code, a.delete_after
      FROM attempt a, dead WHERE a.delivery_id = $1 LIMIT 1`;
const WAITING = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('the view of a message that fails at that moment', () => {
  const room = useHub(async (given) => {
    for (const [code, path] of [['PL-SG'], ['BAD', '/BAD']] as const) await addParty(given, code, path);
    await mayReceive(given, 'BAD');
  });
  const show = async (id: string): Promise<Shown['deliveries'][number] | undefined> =>
    ((await room.call('exchange.show', 'PL-SG', { path: { id } })).body as Shown).deliveries[0];

  it('has each failed attempt that it counts', async () => {
    room.sink.answer('/BAD', { status: 400 });
    const about = { specversion: '1.0', id: randomUUID(), source: '/parties/PL-SG', type: NOTE, destination: 'BAD' };
    const body = Buffer.from(JSON.stringify({ ...about, data: { title: 'a', text: 'b' } }));
    const { id } = (await room.call('exchange.submit', 'PL-SG', { body })).body as { id: string };
    const dead = await eventually('it is dead', async () => show(id).then((one) => (one?.state === 'dead' ? one : undefined)));
    const other = await room.running.hub.database.work.connect();
    try {
      await other.query('BEGIN; LOCK TABLE dead_letter IN ACCESS EXCLUSIVE MODE');
      await other.query(ONE_MORE, [dead.id]);
      const showing = show(id);
      await eventually('the view waits for the lock', async () => (await other.query(WAITING)).rows[0] as object | undefined);
      await other.query('SELECT pg_sleep(0.2); COMMIT');
      const shown = await showing;
      assert.deepEqual([shown?.attempts, shown?.failedAttempts.length], [2, 2]);
    } finally {
      other.release();
    }
  });
});
