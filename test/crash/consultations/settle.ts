/**
 * Waits until the hub has done what there is to do, before its clock goes on by days. The only place where the run looks into the hub's tables:
 * for its pace, never for its judgement.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { withPool } from '../books.ts';
import type { Stage } from './stage.ts';
import { SYSTEM } from './those-asked.ts';

export type End = 'calm' | 'out of time';

interface Calming {
  readonly stage: Stage;
  /** Whether all is done that the run itself knows of. */
  readonly isDone: () => boolean;
  readonly lookAgain: () => Promise<void> | undefined;
  readonly timeoutMs: number;
}

const OPEN = `SELECT (SELECT count(*) FROM delivery_open WHERE destination = $1)
    + (SELECT count(*) FROM delivery_open o JOIN destination d ON d.name = o.destination WHERE d.adapter <> 'mailbox' AND NOT o.parked AND o.state <> 'dead')
    + (SELECT count(*) FROM consultation_letter WHERE sent_at IS NULL)
    + (SELECT count(*) FROM consultation WHERE gathered_at IS NULL)
    + (SELECT count(*) FROM consultation_child k JOIN message m ON m.id = k.message_id
         JOIN delivery v ON v.id = ANY(m.delivery_ids) AND v.accepted_at = m.accepted_at
        WHERE k.state = 'SENT' AND k.scope = 'NATIONAL' AND v.state = 'delivered') AS open`;

export async function calmDown({ stage, isDone, lookAgain, timeoutMs }: Calming): Promise<End> {
  const until = performance.now() + timeoutMs;
  const { signal } = stage.cast;
  return withPool(stage.databaseUrl, async (pool) => {
    while (performance.now() < until) {
      signal.throwIfAborted();
      await lookAgain();
      if (isDone() && (await openIn(pool)) === 0) return 'calm';
      await delay(100, undefined, { signal });
    }
    return 'out of time';
  });
}

/** More than none while the database does not say. */
async function openIn(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ open: string }>(OPEN, [SYSTEM]).catch(() => ({ rows: [] }));
  return Number(rows[0]?.open ?? 1);
}
