/** Accept to delivered: the highest rate at which 99 % of what is offered is delivered in the window and the backlog does not grow. */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../local/wait-for.ts';
import { rounded, type Figures } from './figures.ts';
import { submitNotes } from './notes.ts';
import type { Pace } from './pace.ts';
import { OPEN } from './parties.ts';
import type { SinkCount } from './sink-process.ts';
import type { Stage } from './stage.ts';

const FIRST_RATE = 200;
const MOST_TRIES = 14;
const SHARE = 0.99;
const SINK_MS = 5000;
const DRAIN_MS = 120_000;
/** A message on its way counts as delivered if it comes this soon after the window. */
const ON_ITS_WAY_MS = 50;

interface Trial {
  readonly sustained: boolean;
  readonly figures: Figures;
  readonly words: string;
}

interface Search {
  /** Ends the search: the gap between what is sustained and what is too much, as a share of the rate. */
  readonly precision: number;
  /** Where the rate was found before. */
  readonly near: number | undefined;
}

/** Doubles the rate until it is too much, then halves the gap until it is below `precision` of the rate. */
export async function highestRate(stage: Stage, pace: Pace, { precision, near }: Search): Promise<Figures> {
  let best: Figures = { perSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, failed: 0 };
  let reached = 0;
  let tooMuch = Infinity;
  for (let tries = 0; tries < MOST_TRIES && tooMuch - reached > precision * reached; tries += 1) {
    const rate = tooMuch === Infinity ? nextUp(reached, near) : (reached + tooMuch) / 2;
    if (rate < 10) break;
    const trial = await tryRate(stage, { ...pace, rate });
    stage.log(`  ${Math.round(rate)} a second: ${trial.sustained ? 'sustained' : 'too much'}, ${trial.words}`);
    if (trial.sustained) [best, reached] = [trial.figures, rate];
    else tooMuch = rate;
  }
  return best;
}

/** Where a rate is known from before, small steps around it; else doubling. */
function nextUp(reached: number, near: number | undefined): number {
  if (near === undefined || near === 0) return Math.max(FIRST_RATE, reached * 2);
  return reached === 0 ? near * 0.9 : reached * 1.1;
}

async function tryRate(stage: Stage, pace: Pace & { readonly rate: number }): Promise<Trial> {
  await askSink(stage, 'reset');
  const submitting = submitNotes(stage, OPEN, pace);
  const halfway = delay((pace.seconds * 1000) / 2).then(async () => (pace.rate * pace.seconds) / 2 - (await countOf(stage)));
  const [{ offered, succeeded, failed }, backlogHalfway] = await Promise.all([submitting, halfway]);
  await delay(ON_ITS_WAY_MS);
  const delivered = await countOf(stage);
  const due = pace.rate * pace.seconds;
  const grows = due - delivered > Math.max(0, backlogHalfway) + due * (1 - SHARE);
  await drained(stage, succeeded);
  const { p50Ms, p95Ms, p99Ms } = await askSink(stage, 'reset');
  const sustained = failed === 0 && offered >= due * SHARE && delivered >= due * SHARE && !grows;
  const words = `offered ${offered}, accepted ${succeeded}, delivered ${delivered}, p99 ${p99Ms} ms`;
  return { sustained, words, figures: { perSecond: rounded(delivered / pace.seconds), p50Ms, p95Ms, p99Ms, failed } };
}

async function drained(stage: Stage, count: number): Promise<void> {
  const done = async (): Promise<boolean> => (await countOf(stage)) >= count;
  await waitFor(done, { timeoutMs: DRAIN_MS, what: `${count} messages to be delivered`, everyMs: 100 });
}

export const askSink = (stage: Stage, what: 'reset' | 'count'): Promise<SinkCount> => stage.sink.ask<SinkCount>({ what }, SINK_MS);

export const countOf = async (stage: Stage): Promise<number> => (await askSink(stage, 'count')).count;
