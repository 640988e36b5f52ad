/**
 * Runs stretches of documents in a process of their own, and ends that process when a document takes longer than allowed, for no timer
 * within it could. The next stretch gets a new one.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubError } from '../../broker/contract/errors.ts';
import { BEFORE_ALL, HANG_MS, NO_DOCUMENT, readProgress, writeProgress } from './stretch.ts';
import type { Crash, FromWorker, Progress, Stretch } from './stretch.ts';

/** `progress` counts what was read to its end; after `hung` and `died` its `at` is the document that was not. */
export interface Ending {
  readonly kind: 'done' | 'hung' | 'died';
  readonly progress: Progress;
  readonly crashes: readonly Crash[];
  readonly slow: readonly number[];
  /** How the process died. */
  readonly what?: string;
  readonly grownBy?: number;
}

export interface Watch {
  parsers(): Promise<readonly string[]>;
  run(stretch: Stretch): Promise<Ending>;
  close(): void;
}

export interface WatchOptions {
  /** The module that exports SUBJECTS. */
  readonly catalogue: URL;
  /** For the file in which the process says where it is. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const HEAP_MB = 1024;
const START_MS = 60_000;
const LOOK_EVERY_MS = 50;

export function startWatch({ catalogue, folder, signal }: WatchOptions): Watch {
  const progressFile = join(folder, 'progress');
  let worker: Worker | undefined;
  const current = (): Worker => (worker ??= startWorker(catalogue, progressFile));
  const close = (): void => {
    worker?.child.kill('SIGKILL');
    worker = undefined;
  };
  signal.addEventListener('abort', close, { once: true });
  return {
    parsers: () => current().ready,
    run: async (stretch) => {
      signal.throwIfAborted();
      await current().ready;
      const ending = await run(current(), stretch, progressFile);
      if (ending.kind !== 'done') close();
      signal.throwIfAborted();
      return ending;
    },
    close,
  };
}

interface Worker {
  readonly child: ChildProcess;
  readonly ready: Promise<readonly string[]>;
  /** The last it wrote to stderr. */
  readonly lastWords: () => string;
}

function startWorker(catalogue: URL, progressFile: string): Worker {
  const file = openSync(progressFile, 'w');
  writeProgress(file, BEFORE_ALL);
  closeSync(file);
  const child = fork(WORKER, [catalogue.href, progressFile], {
    execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_MB}`, '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-2000)));
  return { child, ready: readiness(child, () => words), lastWords: () => words };
}

function readiness(child: ChildProcess, lastWords: () => string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      reject(new HubError('LOCAL_SERVER_FAILED', { detail: `The process for the parsers does not start: ${lastWords()}` }));
    };
    const timer = setTimeout(fail, START_MS);
    child.once('close', fail).once('message', (message: FromWorker) => {
      clearTimeout(timer);
      child.off('close', fail);
      if (message.kind === 'ready') resolve(message.parsers);
    });
  });
}

function run({ child, lastWords }: Worker, stretch: Stretch, progressFile: string): Promise<Ending> {
  const file = openSync(progressFile, 'r');
  const [crashes, slow]: [Crash[], number[]] = [[], []];
  return new Promise<Ending>((resolve) => {
    const settle = (how: Pick<Ending, 'kind' | 'what' | 'grownBy'>): void => {
      clearInterval(timer);
      child.off('message', onMessage).off('close', onClose);
      const progress = readProgress(file);
      closeSync(file);
      resolve({ ...how, progress, crashes, slow });
    };
    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'crash') crashes.push(message);
      else if (message.kind === 'slow') slow.push(message.at);
      else if (message.kind === 'done') settle(message);
    };
    const onClose = (code: number | null, signal: string | null): void =>
      settle({ kind: 'died', what: `The process ended with ${signal ?? String(code)}. ${lastWords()}` });
    const isHanging = hangs(() => readProgress(file).at);
    const timer = setInterval(() => isHanging() && settle({ kind: 'hung' }), LOOK_EVERY_MS);
    child.on('message', onMessage).on('close', onClose);
    child.send(stretch);
  });
}

/** A function that says, whenever it is asked, whether the same document has been read for longer than allowed. */
function hangs(current: () => number): () => boolean {
  let [last, since] = [NO_DOCUMENT, performance.now()];
  return () => {
    const [at, now] = [current(), performance.now()];
    if (at !== last) [last, since] = [at, now];
    return at !== NO_DOCUMENT && now - since > HANG_MS;
  };
}
