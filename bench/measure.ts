/** The measurements, each one round of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../local/wait-for.ts';
import { askSink, countOf, highestRate } from './deliver.ts';
import type { Figures } from './figures.ts';
import { patienceFor, submitNotes } from './notes.ts';
import type { Pace, Paced } from './pace.ts';
import { DRAINED, HELD, hold, OFFICER, resume } from './parties.ts';
import type { BenchName, BenchSettings } from './settings.ts';
import type { Stage } from './stage.ts';

/** `before` is what the round before this one found. */
export type Measure = (stage: Stage, pace: Pace, options: { settings: BenchSettings; before: Figures | undefined }) => Promise<Figures>;

/** Of the highest rate: where latency is measured. */
const LATENCY_SHARE = 0.7;
/** Every node follows a change of a destination within two seconds. */
const FOLLOWED_MS = 2500;
const FILL_CALLERS = 64;
const DRAIN_MS = 600_000;

const accept: Measure = (stage, pace) => rateAndLatency(pace, (at) => submitNotes(stage, HELD, at));

const acceptToDelivered: Measure = (stage, pace, { settings, before }) =>
  highestRate(stage, pace, { precision: settings.short ? 0.15 : 0.05, near: before?.perSecond });

export const MEASURES: Record<BenchName, Measure> = {
  accept,
  'accept-to-delivered': acceptToDelivered,
  'accept-million-waiting': accept,
  'accept-to-delivered-million-waiting': acceptToDelivered,
  'accept-while-draining': acceptWhileDraining,
  'sis-search': (stage, pace) => rateAndLatency(pace, (at) => search(stage, at)),
};

/** As fast as it goes for the rate, then at a fixed rate below it for the latency. */
async function rateAndLatency(pace: Pace, measure: (pace: Pace) => Promise<Paced>): Promise<Figures> {
  const most = await measure(pace);
  const steady = await measure({ ...pace, rate: Math.max(1, most.perSecond * LATENCY_SHARE) });
  return { ...steady, perSecond: most.perSecond, failed: most.failed + steady.failed };
}

/** Accepting for another, held destination while the backlog of this one goes out. */
async function acceptWhileDraining(stage: Stage, pace: Pace, { settings: { backlog } }: Parameters<Measure>[2]): Promise<Figures> {
  await hold(stage.cast.administration, DRAINED);
  await delay(FOLLOWED_MS);
  const waiting = await fill(stage, backlog);
  await askSink(stage, 'reset');
  await resume(stage.cast.administration, DRAINED);
  await waitFor(async () => (await countOf(stage)) > 0, { timeoutMs: DRAIN_MS, what: 'the backlog to begin to drain' });
  const figures = await submitNotes(stage, HELD, pace);
  const empty = async (): Promise<boolean> => (await countOf(stage)) >= waiting;
  await waitFor(empty, { timeoutMs: DRAIN_MS, what: 'the backlog to drain', everyMs: 200 });
  return figures;
}

async function fill(stage: Stage, backlog: number): Promise<number> {
  let waiting = 0;
  for (let windows = 0; waiting < backlog && windows < 600; windows += 1)
    waiting += (await submitNotes(stage, DRAINED, { callers: FILL_CALLERS, seconds: 1 })).succeeded;
  return waiting;
}

function search(stage: Stage, pace: Pace): Promise<Paced> {
  const headers = { authorization: `Bearer ${stage.cast.searcher.apiKey}`, 'content-type': 'application/json' };
  const url = `${stage.hub.url}/api/v1/sis/searches`;
  return stage.load.ask<Paced>({ kind: 'http', pace, url, headers, body: [JSON.stringify(SEARCH)], expect: 200 }, patienceFor(pace));
}

const SEARCH = {
  kind: 'person',
  person: { surname: 'Benchmark', forename: 'Synthetic', dateOfBirth: '1983-05-17' },
  purpose: 'BORDER',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
  caseReference: 'BENCH-1',
  officer: OFFICER,
};
