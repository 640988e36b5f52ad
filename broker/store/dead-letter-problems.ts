/** Ends the problems of dead letters that are none any more: of a destination, and of a retry that was stopped. */
import type pg from 'pg';
import type { Problems } from '../contract/doors.ts';

interface Doors {
  readonly pool: pg.Pool;
  readonly problems: Problems;
}

const STOPPED = `SELECT p.subject FROM problem p
  WHERE p.kind = 'RETRY_STOPPED' AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.fingerprint = p.subject)`;

export async function resolveDeadLetters({ pool, problems }: Doors, destinations: Iterable<string>): Promise<void> {
  for (const destination of new Set(destinations)) {
    const { rows } = await pool.query('SELECT 1 FROM dead_letter WHERE destination = $1 LIMIT 1', [destination]);
    if (rows.length === 0) await problems.resolve('DEAD_LETTERS', destination);
  }
  const { rows } = await pool.query<{ subject: string }>(STOPPED);
  for (const { subject } of rows) await problems.resolve('RETRY_STOPPED', subject);
}
