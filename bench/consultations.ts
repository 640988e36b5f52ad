/**
 * Consultations under load: so many are open, one term of each ends within a minute while answers come, two nodes run the clock, and one of
 * them is killed at half time. What became of it is counted from outside; what breaks a law is counted as failed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../local/wait-for.ts';
import { answerAll } from './consultations/answers.ts';
import { countSent, makeUpBooks, readSent } from './consultations/books.ts';
import { hubNow, watchLateness, type LatenessWatch } from './consultations/lateness.ts';
import { windowSeconds } from './consultations/plan.ts';
import { setStage, type ConsultationStage } from './consultations/stage.ts';
import { turnBarePages, turnPages } from './consultations/work-list.ts';
import { latencies, rounded, type Floor, type Result } from './figures.ts';
import type { HubUnderMeasurement } from './hub-process.ts';
import type { Paced } from './pace.ts';
import type { StageOptions } from './stage.ts';

const FLOOR_SECONDS = 3;
const FLOOR_CALLERS = 8;
const LOOK_EVERY_MS = 100;
/** What the killed node had claimed is tried again when its lease is over. */
const SETTLED_MS = 120_000;

export async function benchConsultations(options: StageOptions): Promise<Result[]> {
  const { log, signal } = options;
  const stage = await setStage(options);
  const floors = await measureFloors(stage);
  const [killed, survivor] = await stage.startNodes();
  log(`nodes ready after ${killed.readyMs} and ${survivor.readyMs} ms`);
  const seconds = windowSeconds(stage.plan.length);
  const elapsed = await untilWindow(stage);
  const watch = watchLateness(stage.pool, stage.plan, stage.beginsAt);
  const stopWatching = watchOn(watch, stage);
  const [pages, answers] = await Promise.all([
    turnPages({ url: survivor.url, callers: stage.callers, seconds }),
    answerAll({ ...stage, urls: [killed.url, survivor.url], elapsed, signal }),
    delay((seconds * 1000) / 2, undefined, { signal }).then(async () => {
      await killed.kill();
      log(`one node was killed; ${watch.lateness.length} terms had ended`);
    }),
  ]);
  log(`the window is over: ${watch.lateness.length} terms ended, ${watch.open()} are late, ${answers} answers`);
  await settled(stage, watch);
  await stopWatching();
  return resultsOf({ stage, watch, pages, floors, survivor, log });
}

async function measureFloors({ load, pool, databaseUrl }: ConsultationStage): Promise<{ readonly commits: Floor; readonly pages: Floor }> {
  const pace = { callers: FLOOR_CALLERS, seconds: FLOOR_SECONDS };
  const commits = await load.ask<Paced>({ kind: 'commits', pace, databaseUrl }, 60_000);
  const pages = await turnBarePages(pool, FLOOR_SECONDS);
  return {
    commits: { name: 'postgresql-commits', perSecond: commits.perSecond },
    pages: { name: 'the page by SQL alone', perSecond: pages.perSecond },
  };
}

/** Waits until the window begins; answers how many milliseconds of it are over. */
async function untilWindow({ pool, beginsAt }: ConsultationStage): Promise<() => number> {
  const ahead = beginsAt.getTime() - (await hubNow(pool));
  const begin = performance.now() + ahead;
  if (ahead < 0) throw new RangeError('The nodes were ready only after the window had begun.');
  await delay(ahead);
  return () => performance.now() - begin;
}

function watchOn(watch: LatenessWatch, { pool }: ConsultationStage): () => Promise<void> {
  let stopped = false;
  const look = async (): Promise<void> => {
    while (!stopped) {
      await watch.look();
      await delay(LOOK_EVERY_MS);
    }
  };
  const looking = look();
  looking.catch(() => undefined);
  void pool;
  return async () => {
    stopped = true;
    await looking;
  };
}

async function settled({ plan, pool }: ConsultationStage, watch: LatenessWatch): Promise<void> {
  const finals = plan.filter(({ course }) => course !== 'OPEN').length;
  const done = async (): Promise<boolean> => watch.open() === 0 && (await countSent(pool)) >= finals;
  await waitFor(done, { timeoutMs: SETTLED_MS, what: 'every verdict to be sent', everyMs: 500 }).catch(() => undefined);
  await delay(2 * LOOK_EVERY_MS);
}

interface Outcome {
  readonly stage: ConsultationStage;
  readonly watch: LatenessWatch;
  readonly pages: Paced;
  readonly floors: { readonly commits: Floor; readonly pages: Floor };
  readonly survivor: HubUnderMeasurement;
  readonly log: StageOptions['log'];
}

async function resultsOf({ stage, watch, pages, floors, survivor, log }: Outcome): Promise<Result[]> {
  const { pool, beginsAt, plan } = stage;
  const books = await makeUpBooks(pool, beginsAt);
  for (const { law, count } of books) if (count !== 0) log(`BROKEN by ${count}: ${law}`);
  const sent = await readSent(pool, beginsAt);
  log(`the last verdict was accepted ${Math.round(sent.lastAt)} ms after the window began`);
  const timers = plan.filter(({ course }) => course !== 'RACED').length;
  const rssMb = survivor.rssMb();
  const finish = {
    ...latencies(sent.took),
    perSecond: rounded((sent.took.length * 1000) / sent.lastAt),
    failed: books.reduce((sum, { count }) => sum + count, 0),
  };
  const ended = {
    ...latencies(watch.lateness),
    perSecond: rounded((watch.lateness.length * 1000) / watch.lastAt()),
    failed: timers - watch.lateness.length + watch.early.size,
  };
  return [
    result('finish', finish, { floor: floors.commits, rssMb }),
    result('deadline-lateness', ended, { floor: floors.commits, rssMb }),
    result('work-list', pages, { floor: floors.pages, rssMb }),
  ];
}

const result = (
  name: string,
  { perSecond, p50Ms, p95Ms, p99Ms, failed }: Omit<Paced, 'succeeded' | 'offered'>,
  { floor, rssMb }: { readonly floor: Floor; readonly rssMb: number },
): Result => ({
  ...{ name, callers: 1, perSecond, p50Ms, p95Ms, p99Ms, failed, rssMb, floor },
  ratio: rounded(perSecond / floor.perSecond),
  floors: [floor],
});
