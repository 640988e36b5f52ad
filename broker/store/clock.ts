/**
 * The database clock as this node knows it: asked for now and then, carried on by the monotonic clock in between. Used
 * where a round trip would be too dear (audit instants, ages); leases and due times use the database itself.
 */
import type pg from 'pg';
import { HubError } from '../contract/errors.ts';
import type { Clock } from '../contract/doors.ts';

export interface DatabaseClock extends Clock {
  /** Asks the database; resolves to its offset setting in milliseconds. */
  sync(): Promise<number>;
}

export function createDatabaseClock(pool: pg.Pool, monotonicMs: () => number): DatabaseClock {
  let base = 0;
  return {
    now: () => Math.round(base + monotonicMs()),
    monotonicMs,
    sync: async () => {
      const before = monotonicMs();
      const { rows } = await pool.query<{ now: Date; offset: string }>(
        'SELECT hub_now() AS now, (SELECT offset_ms FROM hub_clock) AS offset',
      );
      const row = rows[0];
      if (row === undefined) throw new HubError('DATABASE_UNAVAILABLE', { detail: 'The database does not tell the time.' });
      base = row.now.getTime() - (before + monotonicMs()) / 2;
      return Number(row.offset);
    },
  };
}
