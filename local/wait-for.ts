/** Waits for a condition by asking again and again, so that nothing has to sleep for luck. */
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '../broker/contract/errors.ts';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** What is waited for, as it shall stand in the error: "Waited 500 ms in vain for <what>". */
  readonly what: string;
  /** How long between two looks; default 25. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/** The first truthy answer of the condition; HubError WAITED_IN_VAIN after timeoutMs. An error of the condition ends the waiting. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const endsAt = performance.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await condition();
    if (isTruthy(answer)) return answer;
    if (performance.now() >= endsAt) {
      throw new HubError('WAITED_IN_VAIN', { detail: `Waited ${options.timeoutMs} ms in vain for ${options.what}.` });
    }
    await delay(options.everyMs ?? 25);
  }
}

function isTruthy<T>(answer: T): answer is Exclude<T, false | null | undefined | 0 | ''> {
  return Boolean(answer);
}
