/** A limit on searches in SIS at the same time, with a short line in front: a slow SIS cannot take all of the hub's resources. */
import { HubError } from '../../broker/contract/errors.ts';

export interface BulkheadSettings {
  readonly maxConcurrent: number;
  readonly maxWaiting: number;
}

interface Waiter {
  readonly enter: () => void;
}

export class Bulkhead {
  readonly #settings: BulkheadSettings;
  readonly #line = new Set<Waiter>();
  #taken = 0;

  constructor(settings: BulkheadSettings) {
    this.#settings = settings;
  }

  /** Resolves with a place; throws SIS_BUSY when the line is full, or when no place came free before `signal` aborted. */
  async enter(signal: AbortSignal): Promise<void> {
    if (this.#taken < this.#settings.maxConcurrent) {
      this.#taken += 1;
      return;
    }
    if (this.#line.size >= this.#settings.maxWaiting || signal.aborted) throw new HubError('SIS_BUSY', { retryAfterMs: 1000 });
    await this.#wait(signal);
  }

  /** Gives the place to the first in line, or frees it. Called once for each `enter` that resolved. */
  leave(): void {
    const [first] = this.#line;
    if (first === undefined) this.#taken -= 1;
    else {
      this.#line.delete(first);
      first.enter();
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#line.delete(waiter);
        reject(new HubError('SIS_BUSY', { retryAfterMs: 1000 }));
      };
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#line.add(waiter);
    });
  }
}
