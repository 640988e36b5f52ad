/**
 * One crash run: hub nodes as real processes over a private PostgreSQL and RabbitMQ, under load, with faults drawn from
 * a printed seed. Proves that what was accepted is delivered, in order, and that nothing else is.
 */
import { createRandom } from '../../generator/random.ts';
import { inspectBooks, untilQuiet, withPool, type Books } from './books.ts';
import { commit, drawFaults, durationOf, outOfOrder, type Fault, type World } from './faults.ts';
import { compare } from './ledger.ts';
import { startLoad, type Load } from './load.ts';
import { commitOf, countKinds, machine, type CrashReport } from './report.ts';
import type { CrashSettings } from './settings.ts';
import { ROOT } from './sources.ts';
import { setStage, type Stage } from './stage.ts';

export interface Circumstances {
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Takes everything down again, also when it fails. */
export async function crashRun(settings: CrashSettings, circumstances: Circumstances): Promise<CrashReport> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const random = createRandom(settings.seed);
    const faults = drawFaults(random, settings);
    circumstances.log(
      `crash run over ${settings.transport}, seed ${settings.seed}, ${settings.messages} messages, ${faults.length} faults`,
    );
    const stage = await setStage({ settings, random, ...circumstances, defer: (one) => void undo.unshift(one) });
    return await play({ settings, faults, stage, ...circumstances });
  } finally {
    for (const one of undo) await one().catch((error: unknown) => circumstances.log(`could not be taken down: ${String(error)}`));
  }
}

interface Play extends Circumstances {
  readonly settings: CrashSettings;
  readonly faults: readonly Fault[];
  readonly stage: Stage;
}

async function play(given: Play): Promise<CrashReport> {
  const began = performance.now();
  const { settings, faults, stage } = given;
  const load = beginLoad(given);
  load.done.catch(() => undefined);
  // Also when a fault cannot be mended: a load that goes on would keep the run from ending.
  await bringFaults(load, given, began).finally(() => load.stop());
  const books = await closeBooks(given);
  const receipts = stage.world.sinks.flatMap((sink) => sink.receipts());
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { ...heading(settings, faults), ...compare(load.accepted, receipts), ...books, ...loadFigures(load, stage), seconds };
}

async function bringFaults(load: Load, given: Play, began: number): Promise<void> {
  const { faults, stage, log } = given;
  for (const [index, fault] of faults.entries()) {
    const seconds = Math.round((performance.now() - began) / 1000);
    log(`  ${seconds} s, ${load.accepted.length} accepted: ${index + 1}. ${describe(fault, stage.world)}`);
    await commit(fault, stage.world);
  }
  if (faults.length > 0) load.hurry();
  await finishLoad(load, given);
}

function describe(fault: Fault, { sinks }: World): string {
  const moods = fault.kind === 'sinks out of order' ? outOfOrder(fault, sinks).map(([{ name }, mood]) => `${name} ${mood}`) : [];
  return [fault.kind, ...moods].join(', ');
}

function beginLoad({ settings, faults, stage, signal }: Play): Load {
  const { nodes, sinks } = stage.world;
  return startLoad({
    random: createRandom(settings.seed + 1),
    senders: stage.senders,
    sinks,
    nodeUrls: nodes.map(({ url }) => url),
    messages: settings.messages,
    lines: settings.lines,
    arrivals: settings.onTheHeels ? stage.arrivals : undefined,
    perSecond: Math.min(settings.mostPerSecond, Math.max(20, (settings.messages * 1000) / Math.max(1000, durationOf(faults)))),
    signal,
  });
}

/** What is not answered by then is missing in the ledger, and the run fails. */
async function finishLoad(load: Load, { stage, settings, signal }: Play): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, settings.loadGraceMs)));
  for (const node of stage.world.nodes) await node.revive();
  await Promise.race([load.done, limit]).finally(() => clearTimeout(timer));
  signal.throwIfAborted();
}

async function closeBooks({ stage, settings, signal, log }: Play): Promise<Books> {
  return withPool(stage.databaseUrl, async (pool) => {
    const end = await untilQuiet(pool, { timeoutMs: settings.quietMs, signal });
    if (end !== 'quiet') log(`  not all is finished: ${end}`);
    await Promise.all(stage.world.nodes.map((node) => node.stop()));
    return inspectBooks(pool, stage.sealKey);
  });
}

const heading = (
  settings: CrashSettings,
  faults: readonly Fault[],
): Pick<CrashReport, 'seed' | 'transport' | 'faults' | 'faultKinds' | 'messages' | 'machine' | 'commit' | 'date'> => ({
  seed: settings.seed,
  transport: settings.transport,
  faults: faults.length,
  faultKinds: countKinds(faults),
  messages: settings.messages,
  machine: machine(),
  commit: commitOf(ROOT),
  date: new Date().toISOString(),
});

const loadFigures = (load: Load, { world }: Stage): Pick<CrashReport, 'accepted' | 'repeatedSubmits' | 'refused' | 'nodesEnded'> => ({
  accepted: load.accepted.length,
  repeatedSubmits: load.repeated(),
  refused: load.refused,
  nodesEnded: world.nodes.flatMap((node) => node.ended()),
});
