/**
 * The process that runs the parsers: `worker.ts <module with SUBJECTS> <progress file>`. Before each document it writes its number into the
 * file, so that whoever watches knows which one it was that never came to its end.
 */
import { openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { ERROR_CATALOGUE } from '../../broker/contract/error-catalogue.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { documentsOf, type Documents } from './documents.ts';
import { BEFORE_ALL, HANG_MS, NO_DOCUMENT, writeProgress, type FromWorker, type Progress, type Stretch } from './stretch.ts';
import type { Subject, Subjects } from './subject.ts';

const MOST_TO_WARM_UP = 1000;
/** Of fewer documents nothing is said about memory. */
const TELLING = 100;

const [catalogue = '', progressFile = ''] = process.argv.slice(2);
const { SUBJECTS } = (await import(catalogue)) as { SUBJECTS: Subjects };
const file = openSync(progressFile, 'r+');
const opened = new Map<string, Subject>();

process.on('message', (stretch: Stretch) => void run(stretch).then((grownBy) => tell({ kind: 'done', ...grownBy })));
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready', parsers: Object.keys(SUBJECTS) });

function tell(message: FromWorker): void {
  process.send?.(message);
}

async function run({ parser, seed, from, to }: Stretch): Promise<{ grownBy?: number }> {
  const subject = opened.get(parser) ?? (await SUBJECTS[parser]?.());
  if (subject === undefined) throw new HubError('INVALID_SETTING', { detail: `There is no parser ${parser}.` });
  opened.set(parser, subject);
  const reading: Reading = { subject, documents: documentsOf(parser, subject, seed), progress: BEFORE_ALL };
  const warm = to - from < TELLING ? to : from + Math.min(MOST_TO_WARM_UP, Math.floor((to - from) / 3));
  for (let at = from; at < warm; at += 1) await readOne(reading, at);
  if (warm === to) return {};
  const before = await memory(subject);
  for (let at = warm; at < to; at += 1) await readOne(reading, at);
  return { grownBy: (await memory(subject)) - before };
}

interface Reading {
  readonly subject: Subject;
  readonly documents: Documents;
  progress: Progress;
}

async function readOne(reading: Reading, at: number): Promise<void> {
  const document = reading.documents.at(at);
  writeProgress(file, { ...reading.progress, at });
  const began = performance.now();
  const outcome = await outcomeOf(reading.subject, document);
  const isSlow = performance.now() - began > HANG_MS;
  await turn(); // what the parser left behind and nobody waits for ends the process here, under this number
  if (isSlow) tell({ kind: 'slow', at });
  else reading.progress = counted(reading.progress, outcome);
  if (!isSlow && typeof outcome === 'object') tell({ kind: 'crash', at, what: outcome.crash });
  writeProgress(file, reading.progress);
}

type Outcome = 'valid' | 'named' | { readonly crash: string };

function counted({ valid, namedErrors, crashes }: Progress, outcome: Outcome): Progress {
  const [more, moreErrors, moreCrashes] = [outcome === 'valid', outcome === 'named', typeof outcome === 'object'].map(Number) as [
    number,
    number,
    number,
  ];
  return { at: NO_DOCUMENT, valid: valid + more, namedErrors: namedErrors + moreErrors, crashes: crashes + moreCrashes };
}

async function outcomeOf(subject: Subject, document: Buffer): Promise<Outcome> {
  const outcome = await verdict(subject, document);
  const left: string[] = [];
  for (const name in {}) left.push(name);
  for (const name of left) delete (Object.prototype as Record<string, unknown>)[name];
  return left.length === 0 ? outcome : { crash: `It left "${left.join()}" in all objects.` };
}

async function verdict({ read }: Subject, document: Buffer): Promise<Outcome> {
  try {
    return (await read(document)) ? 'valid' : 'named';
  } catch (error) {
    if (error instanceof HubError && error.hubCode !== 'INTERNAL' && Object.hasOwn(ERROR_CATALOGUE, error.hubCode)) return 'named';
    return { crash: error instanceof Error ? (error.stack ?? error.message) : `Thrown: ${String(error)}` };
  }
}

/**
 * What is held after everything that can be collected is: objects, and the memory of WebAssembly and buffers. One and the same document
 * is read before, for parsers may keep the faults of the last one.
 */
async function memory(subject: Subject): Promise<number> {
  await verdict(subject, subject.seeds[0] ?? Buffer.alloc(0));
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
