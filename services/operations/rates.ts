/**
 * Deliveries a second of each destination over about the last minute, from samples of the tallies that this node keeps in memory:
 * one look at a small table every ten seconds, whoever asks or not.
 */
import type { Hub } from '../../broker/contract/hub.ts';

export interface Rates {
  /** Keeps how many deliveries each destination had been given in all at a monotonic instant. */
  observe(atMs: number, delivered: ReadonlyMap<string, number>): void;
  /** Null while there is no sample old enough to compare with. */
  of(destination: string, delivered: number, atMs: number): number | null;
}

const SAMPLE_EVERY_MS = 10_000;
const OVER_MS = 60_000;
/** Over a shorter time a rate says nothing. */
const SHORTEST_MS = 1000;

interface Sample {
  readonly atMs: number;
  readonly delivered: ReadonlyMap<string, number>;
}

export function createRates(): Rates {
  let samples: readonly Sample[] = [];
  return {
    observe: (atMs, delivered) => {
      samples = [...samples.filter((sample) => atMs - sample.atMs < OVER_MS), { atMs, delivered }];
    },
    of: (destination, delivered, atMs) => {
      const oldest = samples.find((sample) => atMs - sample.atMs <= OVER_MS + SAMPLE_EVERY_MS);
      if (oldest === undefined || atMs - oldest.atMs < SHORTEST_MS) return null;
      const since = delivered - (oldest.delivered.get(destination) ?? 0);
      return Math.round((Math.max(0, since) * 100_000) / (atMs - oldest.atMs)) / 100;
    },
  };
}

const DELIVERED = 'SELECT destination, sum(delivered)::float8 AS delivered FROM destination_tally GROUP BY destination';

interface Kept {
  started(): Promise<void>;
  stopped(): Promise<void>;
}

/** Samples from the start of the service to its end. A sample that fails is missed; the next one comes. */
export function keepRates(hub: Hub, rates: Rates): Kept {
  let timer: NodeJS.Timeout | undefined;
  let sampling: Promise<void> = Promise.resolve();
  const sample = async (): Promise<void> => {
    const { rows } = await hub.database.reads.query<{ destination: string; delivered: number }>(DELIVERED);
    rates.observe(hub.clock.monotonicMs(), new Map(rows.map((row) => [row.destination, row.delivered])));
  };
  const quietly = (): Promise<void> =>
    (sampling = sample().catch((error: unknown) => hub.log.debug({ reason: String(error) }, 'no sample of the tallies')));
  return {
    started: async () => {
      timer = setInterval(() => void quietly(), SAMPLE_EVERY_MS);
      await quietly();
    },
    stopped: async () => {
      clearInterval(timer);
      await sampling;
    },
  };
}
