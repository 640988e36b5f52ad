/**
 * Advances whatever is overdue: dispatches due deliveries, ends expired ones, makes partitions. Runs on any number of
 * nodes without a leader; rows that another node has in hand are skipped.
 */
import type pg from 'pg';
import type { Logger } from '../contract/doors.ts';
import type { Dispatcher } from './dispatch.ts';

interface SchedulerOptions {
  readonly pool: pg.Pool;
  readonly dispatcher: Dispatcher;
  readonly log: Logger;
  readonly writer: string;
  readonly everyMs: number;
  readonly dispatchLeaseMs: number;
  readonly onExpired: (expired: readonly { id: string; destination: string; messageId: string }[]) => Promise<void>;
}

export interface Scheduler {
  start(): void;
  stop(): Promise<void>;
}

const PARTITIONS_EVERY_MS = 3_600_000;
const PARTITIONS_AHEAD = 3;

interface ExpiryRow {
  readonly kind: 'expired' | 'promoted';
  readonly id: string;
  readonly destination: string;
  readonly message_id: string | null;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let ticking: Promise<void> = Promise.resolve();
  let sincePartitionsMs = 0;

  const loop = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      ticking = tick().catch((error: unknown) => {
        options.log.warn({ reason: String(error) }, 'a scheduler tick failed; the next one tries again');
      });
      void ticking.then(loop);
    }, options.everyMs);
  };

  const tick = async (): Promise<void> => {
    await options.dispatcher.observe();
    const { rows } = await options.pool.query<{ name: string }>({
      name: 'due',
      text: 'SELECT hub_due_destinations() AS name',
      values: [],
    });
    for (const { name } of rows) options.dispatcher.kick(name);
    await expire(options);
    sincePartitionsMs += options.everyMs;
    if (sincePartitionsMs >= PARTITIONS_EVERY_MS) {
      await options.pool.query('SELECT hub_ensure_partitions($1)', [PARTITIONS_AHEAD]);
      sincePartitionsMs = 0;
    }
  };

  return {
    start: loop,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await ticking;
      await options.dispatcher.idle();
    },
  };
}

async function expire(options: SchedulerOptions): Promise<void> {
  const { rows } = await options.pool.query<ExpiryRow>({
    name: 'expire',
    text: 'SELECT * FROM hub_expire($1, $2, $3)',
    values: [options.writer, 500, options.dispatchLeaseMs],
  });
  const expired = rows.flatMap((row) =>
    row.kind === 'expired' && row.message_id !== null ? [{ id: row.id, destination: row.destination, messageId: row.message_id }] : [],
  );
  if (expired.length > 0) await options.onExpired(expired);
  for (const row of rows) if (row.kind === 'promoted') options.dispatcher.publish(row.destination, [row.id]);
}
