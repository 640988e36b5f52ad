/**
 * Measures the hub, each figure beside its floor in the same run: `npm run bench -- [--only <names>] [--callers 1,32,128]
 * [--seconds 30] [--short] [--json] [--built] [--profile <folder>]`. Ends everything that it started, whatever happens. With the word
 * `translate` it measures the translation of SIS answers alone, with `adapters` each adapter against bare clients, with `consultations
 * [--consultations 100000]` the deadlines and verdicts of consultations on two nodes.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitOf, machine } from '../test/crash/report.ts';
import { benchAdapters } from './adapters.ts';
import { benchConsultations } from './consultations.ts';
import { windowSeconds } from './consultations/plan.ts';
import { median, medianOf, rounded, type Figures, type Floor, type Result } from './figures.ts';
import { measureFloors } from './floors.ts';
import { MEASURES } from './measure.ts';
import { submitNotes } from './notes.ts';
import { HELD } from './parties.ts';
import { keep, table, type BenchReport } from './report.ts';
import { makeWaiting } from './waiting.ts';
import { readArguments, type BenchName, type BenchSettings, type Subject } from './settings.ts';
import { setStage, type Stage, type StageOptions } from './stage.ts';
import { benchTranslate } from './translate.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const WARM_UP_SECONDS = 2;
const log = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const settings = readArguments(process.argv.slice(2));
  const stopping = new AbortController();
  const undo: (() => Promise<unknown>)[] = [];
  const takeDown = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step().catch((error: unknown) => log(`Clearing up: ${String(error)}`));
  };
  const interrupted = (): void => {
    stopping.abort();
    void takeDown().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    publish(await SUBJECTS[settings.subject]({ settings, signal: stopping.signal, log, defer: (step) => void undo.push(step) }), settings);
  } finally {
    await takeDown();
  }
}

const SUBJECTS: Readonly<Record<Subject, (options: StageOptions) => Promise<BenchReport>>> = {
  hub: async (options) => measureAll(await setStage(options), options.settings),
  translate: async ({ settings }) => reportOf(await benchTranslate(settings, log), settings),
  adapters: async (options) => reportOf(await benchAdapters(options), options.settings),
  consultations: async (options) =>
    reportOf(await benchConsultations(options), { ...options.settings, rounds: 1, seconds: windowSeconds(options.settings.consultations) }),
};

async function measureAll(stage: Stage, settings: BenchSettings): Promise<BenchReport> {
  const results: Result[] = [];
  for (const name of settings.names)
    for (const callers of settings.callers) {
      if (name.endsWith('-million-waiting')) await makeWaiting(stage, settings.waiting);
      log(`${name}, ${callers} callers`);
      results.push(await measure(stage, { name, callers, settings }));
    }
  return { ...reportOf(results, settings), readyMs: stage.hub.readyMs };
}

function reportOf(results: readonly Result[], { seconds, rounds }: BenchSettings): BenchReport {
  return { results, machine: machine(), commit: commitOf(ROOT), date: new Date().toISOString(), seconds, rounds };
}

interface Wanted {
  readonly name: BenchName;
  readonly callers: number;
  readonly settings: BenchSettings;
}

/** Floors and hub take turns, so that a slow minute of the machine meets both. */
async function measure(stage: Stage, { name, callers, settings }: Wanted): Promise<Result> {
  const pace = { callers, seconds: settings.seconds };
  const floorPace = { callers, seconds: Math.max(2, Math.ceil(settings.seconds / 3)) };
  const figures: Figures[] = [];
  const floorRounds: Floor[][] = [];
  let rssMb = 0;
  await warmUp(stage, name, callers);
  for (let round = 0; round < settings.rounds; round += 1) {
    floorRounds.push(await measureFloors(stage, name, floorPace));
    figures.push(await MEASURES[name](stage, pace, { settings, before: figures.at(-1) }));
    rssMb = Math.max(rssMb, stage.hub.rssMb());
  }
  const floors = medianFloors(floorRounds);
  const floor = floors[0] ?? { name: 'none', perSecond: 0 };
  const { perSecond, ...rest } = medianOf(figures);
  return {
    name,
    callers,
    perSecond,
    ...rest,
    rssMb,
    floor,
    ratio: floor.perSecond === 0 ? 0 : rounded(perSecond / floor.perSecond),
    floors,
  };
}

/** Both sides run for a moment unmeasured, so that neither is judged while its code is still being compiled. */
async function warmUp(stage: Stage, name: BenchName, callers: number): Promise<void> {
  const pace = { callers, seconds: WARM_UP_SECONDS };
  await measureFloors(stage, name, pace);
  await submitNotes(stage, HELD, pace);
}

const medianFloors = (rounds: readonly (readonly Floor[])[]): Floor[] =>
  (rounds[0] ?? []).map(({ name }, index) => ({ name, perSecond: median(rounds.map((round) => round[index]?.perSecond ?? 0)) }));

function publish(report: BenchReport, { short, json, subject }: BenchSettings): void {
  const folder = short ? mkdtempSync(join(tmpdir(), 'hub-bench-results-')) : join(ROOT, 'bench', 'results');
  const file = keep(report, folder, subject === 'hub' ? 'bench' : `bench-${subject}`);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${table(report)}\n`);
  log(`kept in ${file}`);
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
