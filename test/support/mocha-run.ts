/** Runs mocha in a child and counts. A child that ends without its result line, or cannot end because of a leaked handle, has failed. */
import { runNode } from './program-run.ts';
import { NOTHING, readResultLine, type Counts } from './result-line.ts';

const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/reporter.mjs'];
const LEAK_MS = 10_000;

export interface MochaRun {
  /** Files, globs and further options of mocha. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  /** How long the child may live on after its last test; default 10 s. */
  readonly leakMs?: number;
}

export async function runMocha({ args, environment, print, signal, leakMs = LEAK_MS }: MochaRun): Promise<Counts> {
  const leak = new AbortController();
  let counts: Counts | undefined;
  let timer: NodeJS.Timeout | undefined;
  const onLine = (line: string): void => {
    const found = readResultLine(line);
    if (!found) return print(line);
    counts = found;
    timer = setTimeout(() => leak.abort(), leakMs);
  };
  const code = await runNode({ args: [...MOCHA, ...args], environment, onLine, signal: AbortSignal.any([signal, leak.signal]) });
  clearTimeout(timer);
  if (leak.signal.aborted)
    print(`FAILED: mocha did not end within ${leakMs} ms of its last test: a test left a connection, timer or server open.`);
  return verdict(counts, { code, leaked: leak.signal.aborted, print });
}

interface Ending {
  readonly code: number | null;
  readonly leaked: boolean;
  readonly print: (line: string) => void;
}

function verdict(counts: Counts | undefined, { code, leaked, print }: Ending): Counts {
  if (!counts) print(`FAILED: mocha ended without a result (exit code ${String(code)}).`);
  const unexplained = !counts || leaked || (code !== 0 && counts.failed === 0);
  const { passed, failed, skipped } = counts ?? NOTHING;
  return { passed, failed: failed + (unexplained ? 1 : 0), skipped };
}
