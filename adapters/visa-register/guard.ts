/**
 * Stands in front of every call to the register: so many at a time with a short line before them, and after so many connection failures
 * in a row none but one now and then as a probe. A register that is slow or gone cannot take the hub's resources.
 */
import type { Clock } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { busy, isConnectionTrouble } from './faults.ts';
import type { GuardSettings } from './settings.ts';

export interface GuardEvents {
  opened(): void;
  closed(): void;
}

export class Guard {
  readonly #settings: GuardSettings;
  readonly #clock: Clock;
  readonly #events: GuardEvents;
  readonly #line = new Set<() => void>();
  #taken = 0;
  #failures = 0;
  #isProbing = false;
  #nextProbeAt: number | undefined;

  constructor(settings: GuardSettings, clock: Clock, events: GuardEvents) {
    this.#settings = settings;
    this.#clock = clock;
    this.#events = events;
  }

  /** Throws VISA_REGISTER_UNAVAILABLE at once while the breaker is open, VISA_REGISTER_BUSY when the line is full or too slow. */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    await this.#enter(signal);
    try {
      return await this.#watched(signal, call);
    } finally {
      this.#leave();
    }
  }

  async #watched<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    const isProbe = this.#nextProbeAt !== undefined;
    if (isProbe) this.#isProbing = true;
    try {
      const answer = await call();
      this.#answered();
      return answer;
    } catch (error) {
      if (error instanceof HubError && !hasLeft(signal)) this.#judge(error);
      throw error;
    } finally {
      if (isProbe) this.#isProbing = false;
    }
  }

  #assertOpen(): void {
    if (this.#nextProbeAt === undefined) return;
    const waitMs = this.#nextProbeAt - this.#clock.monotonicMs();
    if (!this.#isProbing && waitMs <= 0) return;
    throw new HubError('VISA_REGISTER_UNAVAILABLE', { retryAfterMs: Math.max(waitMs, 1000), facts: { breaker: 'open' } });
  }

  #judge(error: HubError): void {
    if (!isConnectionTrouble(error)) return this.#answered();
    this.#failures += 1;
    if (this.#failures < this.#settings.breaker.openAfter) return;
    const wasClosed = this.#nextProbeAt === undefined;
    this.#nextProbeAt = this.#clock.monotonicMs() + this.#settings.breaker.probeEveryMs;
    if (wasClosed) this.#events.opened();
  }

  #answered(): void {
    this.#failures = 0;
    if (this.#nextProbeAt === undefined) return;
    this.#nextProbeAt = undefined;
    this.#events.closed();
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#taken < this.#settings.maxConcurrent) {
      this.#taken += 1;
      return;
    }
    if (this.#line.size >= this.#settings.maxWaiting || signal.aborted) throw busy();
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#line.delete(enter);
        reject(busy());
      };
      const enter = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#line.add(enter);
    });
  }

  /** Hands the place on to the first in line. */
  #leave(): void {
    const [first] = this.#line;
    if (first === undefined) this.#taken -= 1;
    else {
      this.#line.delete(first);
      first();
    }
  }
}

/** A caller that leaves before its time is over says nothing about the register. */
const hasLeft = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && (reason as { name?: unknown } | undefined)?.name !== 'TimeoutError';
