/**
 * Signals that end what is begun now after about the same time. What begins within one step shares a signal: a timer and an
 * AbortSignal for each of thousands of sends a second cost more than the sends' own logic.
 */
import { setMaxListeners } from 'node:events';

/** How much later than asked a signal may abort. */
const STEP_MS = 100;

/** Each call answers a signal that aborts, with a TimeoutError, between `ms` and `ms + 100` milliseconds from now. */
export function createDeadlines(ms: number, monotonicMs: () => number): () => AbortSignal {
  let signal = AbortSignal.abort();
  let until = -Infinity;
  return () => {
    const now = monotonicMs();
    if (now < until) return signal;
    until = now + STEP_MS;
    signal = AbortSignal.timeout(ms + STEP_MS);
    setMaxListeners(0, signal);
    return signal;
  };
}
