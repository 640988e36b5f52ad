/**
 * Works off retry jobs: takes whichever is due in hand, looks what became of its letters, does its next move. Runs on any number
 * of nodes without a leader; a job in hand of a node that died is due again after a few seconds. Without a job it is one look at
 * an empty index a second.
 */
import type { RetryJobDoors } from './retry-jobs-turn.ts';
import { takeTurn } from './retry-jobs-turn.ts';

export interface RetryJobs {
  start(): void;
  stop(): Promise<void>;
}

const IDLE_MS = 1000;
const SHORTEST_MS = 25;
const NEXT_DUE = `SELECT extract(epoch FROM (SELECT min(j.due_at) FROM retry_job j WHERE j.due_at IS NOT NULL) - hub_now())::float8 * 1000 AS ms`;

export function createRetryJobs(doors: RetryJobDoors): RetryJobs {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let working: Promise<void> = Promise.resolve();

  const loop = (delayMs: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      working = work().then(loop, (error: unknown) => {
        doors.log.warn({ reason: String(error) }, 'a retry job could not be moved on; the next look tries again');
        loop(IDLE_MS);
      });
    }, delayMs);
  };

  /** Answers in how many milliseconds to look again. */
  const work = async (): Promise<number> => {
    const { rows } = await doors.pool.query<{ ms: number | null }>({ name: 'retry-due', text: NEXT_DUE, values: [] });
    const ms = rows[0]?.ms ?? IDLE_MS;
    if (ms > 0) return Math.max(SHORTEST_MS, Math.min(ms, IDLE_MS));
    return (await takeTurn(doors)) ? 0 : SHORTEST_MS;
  };

  return {
    start: () => loop(0),
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}
