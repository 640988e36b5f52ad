/**
 * Calls something from a number of callers for a time: as fast as it goes, or at a fixed rate. At a fixed rate latency counts from
 * when the call was due, so that a slow answer is not hidden by the calls it kept from being made.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ascending, latencies, percentile, rounded, type Figures } from './figures.ts';

export interface Pace {
  readonly callers: number;
  readonly seconds: number;
  /** Calls a second; absent: as fast as it goes. */
  readonly rate?: number;
  /** No more calls than this, whatever time is left. */
  readonly most?: number;
}

/** How long the call was in the hub and nowhere else, where it says so. */
export interface Called {
  readonly ok: boolean;
  /** What of it was spent outside the hub, where that was told. */
  readonly elsewhereMs?: number;
}

export interface Paced extends Figures {
  readonly succeeded: number;
  readonly offered: number;
}

export async function run(pace: Pace, call: (caller: number) => Promise<Called>): Promise<Paced> {
  const took: number[] = [];
  const added: number[] = [];
  const state = { next: 0, succeeded: 0, failed: 0 };
  const began = performance.now();
  const endsAt = began + pace.seconds * 1000;
  const one = async (caller: number, due: number): Promise<void> => {
    const sentAt = performance.now();
    const { ok, elsewhereMs } = await call(caller).catch((): Called => ({ ok: false }));
    const now = performance.now();
    state[ok ? 'succeeded' : 'failed'] += 1;
    took.push(now - due);
    if (ok && elsewhereMs !== undefined) added.push(now - sentAt - elsewhereMs);
  };
  await Promise.all(
    Array.from({ length: pace.callers }, (_, caller) => keepCalling({ pace, began, endsAt, state }, (due) => one(caller, due))),
  );
  const perSecond = rounded((state.succeeded * 1000) / (performance.now() - began));
  return { perSecond, ...latencies(took), failed: state.failed, succeeded: state.succeeded, offered: state.next, ...hubAdded(added) };
}

interface Window {
  readonly pace: Pace;
  readonly began: number;
  readonly endsAt: number;
  readonly state: { next: number };
}

async function keepCalling(
  { pace: { rate, most = Infinity }, began, endsAt, state }: Window,
  one: (due: number) => Promise<void>,
): Promise<void> {
  while (performance.now() < endsAt && state.next < most) {
    const due = rate === undefined ? performance.now() : began + (state.next * 1000) / rate;
    if (due >= endsAt) return;
    state.next += 1;
    const early = due - performance.now();
    if (early > 1) await delay(early);
    await one(due);
  }
}

function hubAdded(values: readonly number[]): Pick<Figures, 'hubAddedP50Ms' | 'hubAddedP99Ms'> {
  if (values.length === 0) return {};
  const sorted = ascending(values);
  return { hubAddedP50Ms: rounded(percentile(sorted, 0.5)), hubAddedP99Ms: rounded(percentile(sorted, 0.99)) };
}
