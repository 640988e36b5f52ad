/** What a whole run does after mocha: programs that prove something at length. Each counts as one test. */
import { existsSync } from 'node:fs';
import { runNode } from './program-run.ts';
import type { Counts } from './result-line.ts';

interface FurtherRun {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const short = (transport: string): FurtherRun => ({
  name: `short crash run over ${transport}`,
  program: 'test/crash/run.ts',
  args: ['--short', '--transport', transport, '--json'],
});

const proof = (name: string, ...args: string[]): FurtherRun => ({ name, program: 'test/crash/prove.ts', args });

const RUNS: readonly FurtherRun[] = [
  { name: 'short fuzz run', program: 'test/fuzz/run.ts', args: ['--documents', '2000', '--json'] },
  short('rabbitmq'),
  short('memory'),
  { name: 'short crash run with consultations', program: 'test/crash/run.ts', args: ['consultations', '--short', '--json'] },
  proof('the same finds a clock that does not wait for answers which are not read yet', 'clock-runs-ahead'),
  proof('crash run with faults, the hub as it is', 'acknowledge-before-commit', '--control'),
  proof('the same finds a hub that acknowledges before the commit', 'acknowledge-before-commit'),
  proof('crash run without faults, the hub as it is', 'drop-one-outcome', '--control'),
  proof('the same finds a hub that promotes in one statement', 'promote-in-one-statement'),
  proof('the same finds a hub that drops one outcome', 'drop-one-outcome'),
  proof('the same finds adapters that say delivered too early and repeat under another key', 'hasty-roads'),
];
const LIMIT_MS = 360_000;

export interface FurtherRuns {
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export async function furtherRuns(runs: FurtherRuns): Promise<Counts[]> {
  const counts: Counts[] = [];
  for (const run of RUNS.filter(({ program }) => existsSync(program))) {
    if (!runs.signal.aborted) counts.push(await runOne(run, runs));
  }
  return counts;
}

async function runOne({ name, program, args }: FurtherRun, { environment, print, signal }: FurtherRuns): Promise<Counts> {
  const lines: string[] = [];
  print(`  ${name} ...`);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const code = await runNode({
    args: ['--import', 'tsx', program, ...args],
    environment,
    onLine: (line) => lines.push(line),
    signal: ends,
  });
  if (code !== 0) lines.forEach(print);
  print(`  ${code === 0 ? '✔' : 'FAILED:'} ${name}`);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}
