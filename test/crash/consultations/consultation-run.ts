/**
 * A crash run with consultations: hub nodes as real processes over a private PostgreSQL and RabbitMQ live through eleven days of November while
 * faults befall them. Proves that each consultation has one verdict, the right one, and none before its time.
 */
import { setMaxListeners } from 'node:events';
import { createRandom } from '../../../generator/random.ts';
import { sealAndVerify, withPool } from '../books.ts';
import type { Circumstances } from '../crash-run.ts';
import { drawFaults } from '../faults.ts';
import { commitOf, countKinds, machine } from '../report.ts';
import { ROOT } from '../sources.ts';
import { openBooks, type Books } from './books.ts';
import { judge } from './judge.ts';
import { drawPlans } from './plan.ts';
import type { ConsultationReport } from './report.ts';
import type { ConsultationSettings } from './settings.ts';
import { setStage, type Stage } from './stage.ts';
import { tell } from './story.ts';

/** Takes everything down again, also when it fails. */
export async function consultationRun(settings: ConsultationSettings, circumstances: Circumstances): Promise<ConsultationReport> {
  const undo: (() => Promise<unknown>)[] = [];
  const { log, signal } = circumstances;
  setMaxListeners(0, signal); // everybody outside the hub waits on it
  try {
    log(
      `crash run with consultations over ${settings.transport}, seed ${settings.seed}, ${settings.consultations} consultations, ${settings.faults} faults`,
    );
    const books = openBooks();
    const stage = await setStage({ settings, books, ...circumstances, defer: (one) => void undo.unshift(one) });
    return await play({ settings, books, stage, circumstances });
  } finally {
    for (const one of undo) await one().catch((error: unknown) => log(`could not be taken down: ${String(error)}`));
  }
}

interface Play {
  readonly settings: ConsultationSettings;
  readonly books: Books;
  readonly stage: Stage;
  readonly circumstances: Circumstances;
}

async function play({ settings, books, stage, circumstances: { log } }: Play): Promise<ConsultationReport> {
  const began = performance.now();
  const random = createRandom(settings.seed);
  const faults = drawFaults(random, settings);
  const plans = drawPlans(settings.consultations, random);
  await tell({ stage, plans, faults, patienceMs: settings.patienceMs, log });
  await Promise.all(stage.world.nodes.map((node) => node.stop()));
  const audit = await withPool(stage.databaseUrl, (pool) => sealAndVerify(pool, stage.sealKey));
  const { seed, transport, consultations } = settings;
  return {
    ...{ seed, transport, consultations, accepted: books.cases.length, faults: faults.length, faultKinds: countKinds(faults) },
    ...judge(books.cases),
    ...{ refused: books.refused, repeatedQuestions: stage.cast.client.repeated(), chainVerified: audit.length === 0, words: audit },
    nodesEnded: stage.world.nodes.flatMap((node) => node.ended()),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    ...{ machine: machine(), commit: commitOf(ROOT), date: new Date().toISOString() },
  };
}
