/**
 * Advances whatever is overdue: dispatches due deliveries, ends expired ones. Runs on any number of nodes without a leader;
 * rows that another node has in hand are skipped.
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
}

export interface Scheduler {
  start(): void;
  stop(): Promise<void>;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let ticking: Promise<void> = Promise.resolve();

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
  const { rows: promoted } = await options.pool.query<{ id: string; destination: string }>({
    name: 'expire',
    text: 'SELECT * FROM hub_expire($1, $2, $3)',
    values: [options.writer, 500, options.dispatchLeaseMs],
  });
  for (const { id, destination } of promoted) options.dispatcher.publish(destination, [id]);
}
