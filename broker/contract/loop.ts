/** Does something again and again with a pause in between; what fails is told and done again at the next turn. */
import type { Logger } from './doors.ts';

export interface Loop {
  start(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

interface LoopOptions {
  readonly name: string;
  readonly firstAfterMs: number;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
  readonly log: Logger;
}

export function createLoop({ name, firstAfterMs, everyMs, run, log }: LoopOptions): Loop {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  const wait = (ms: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      turn = run().catch((error: unknown) => log.warn({ loop: name, reason: String(error) }, 'a turn failed; the next one tries again'));
      void turn.then(() => wait(everyMs));
    }, ms);
  };
  return {
    start: () => wait(firstAfterMs),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return turn;
    },
  };
}
