/** What becomes of a failed attempt: pure, so that its laws can be proved. Durations in milliseconds. */
import type { ErrorCode } from '../contract/error-catalogue.ts';
import type { SendResult } from '../contract/adapter.ts';
import type { RetrySettings } from '../../config/config.ts';

export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'awaiting'; readonly withinMs: number }
  | { readonly kind: 'retry'; readonly delayMs: number; readonly code: ErrorCode }
  | { readonly kind: 'dead'; readonly cause: ErrorCode };

export interface FailureHistory {
  /** Counts from 1. */
  readonly attempt: number;
  /** Since the first failed attempt; 0 at the first one. */
  readonly failingForMs: number;
}

const MAX_RETRY_AFTER_MS = 3_600_000;

/** A permanent error dies at once; a transient one is tried again until it has failed for longer than maxAgeMs. */
export function judge(result: SendResult, history: FailureHistory, settings: RetrySettings & { readonly random: number }): Verdict {
  if (result.kind === 'delivered') return { kind: 'delivered' };
  if (result.kind === 'handed-over') return { kind: 'awaiting', withinMs: result.acknowledgeWithinMs };
  if (result.kind === 'permanent') return { kind: 'dead', cause: result.code };
  if (history.failingForMs >= settings.maxAgeMs) return { kind: 'dead', cause: 'TOO_OLD' };
  const backoff = delayMs(history.attempt, settings);
  const asked = Math.min(result.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return { kind: 'retry', code: result.code, delayMs: Math.max(backoff, asked) };
}

/** first × factor^(attempt-1), capped, then spread by ± jitter. `random` is uniform in [0, 1). */
export function delayMs(attempt: number, settings: RetrySettings & { readonly random: number }): number {
  const exponent = Math.min(attempt - 1, 60);
  const capped = Math.min(settings.firstDelayMs * settings.factor ** exponent, settings.maxDelayMs);
  return Math.round(capped * (1 + settings.jitter * (2 * settings.random - 1)));
}
