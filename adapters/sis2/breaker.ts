/**
 * Keeps searches from queueing up against a SIS that does not answer: after so many connection failures in a row it refuses at once
 * and lets one search at a time through as a probe, until one is answered.
 */
import type { Clock } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';

export interface BreakerSettings {
  readonly openAfter: number;
  readonly probeEveryMs: number;
}

export interface BreakerEvents {
  opened(): void;
  closed(): void;
}

/** What a search that was let through reports back, exactly once. */
export interface Pass {
  answered(): void;
  failed(): void;
  /** It ended without telling anything about SIS, e.g. because the caller left. */
  abandoned(): void;
}

export class Breaker {
  readonly #settings: BreakerSettings;
  readonly #clock: Clock;
  readonly #events: BreakerEvents;
  #failures = 0;
  #probing = false;
  #nextProbeAt: number | undefined;

  constructor(settings: BreakerSettings, clock: Clock, events: BreakerEvents) {
    this.#settings = settings;
    this.#clock = clock;
    this.#events = events;
  }

  /** Throws SIS_UNAVAILABLE when a search would be refused now; takes nothing. */
  assertOpenToTraffic(): void {
    if (this.#nextProbeAt === undefined) return;
    const waitMs = this.#nextProbeAt - this.#clock.monotonicMs();
    if (!this.#probing && waitMs <= 0) return;
    throw new HubError('SIS_UNAVAILABLE', { retryAfterMs: Math.max(waitMs, 1000), facts: { breaker: 'open' } });
  }

  /** Lets a search through, or throws SIS_UNAVAILABLE. */
  enter(): Pass {
    this.assertOpenToTraffic();
    const probe = this.#nextProbeAt !== undefined;
    if (probe) this.#probing = true;
    return {
      answered: () => this.#answered(probe),
      failed: () => this.#failed(probe),
      abandoned: () => this.#endProbe(probe),
    };
  }

  #answered(probe: boolean): void {
    this.#endProbe(probe);
    this.#failures = 0;
    if (this.#nextProbeAt === undefined) return;
    this.#nextProbeAt = undefined;
    this.#events.closed();
  }

  #failed(probe: boolean): void {
    this.#endProbe(probe);
    this.#failures += 1;
    if (this.#failures < this.#settings.openAfter) return;
    const wasClosed = this.#nextProbeAt === undefined;
    this.#nextProbeAt = this.#clock.monotonicMs() + this.#settings.probeEveryMs;
    if (wasClosed) this.#events.opened();
  }

  #endProbe(probe: boolean): void {
    if (probe) this.#probing = false;
  }
}
