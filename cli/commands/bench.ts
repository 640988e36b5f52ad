/** `hub bench`: the benchmarks of bench/, in a process of their own. They need the sources; a built hub has none. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { HubError } from '../../broker/contract/errors.ts';
import { isJson } from '../output.ts';

interface BenchOptions {
  readonly only?: string;
  readonly callers?: string;
  readonly seconds?: string;
  readonly short?: boolean;
  readonly built?: boolean;
  readonly profile?: string;
}

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure the hub on this machine, each figure beside its floor')
    .option('--only <name>', 'one benchmark')
    .option('--callers <counts>', 'by commas (default: 1,32,128)')
    .option('--seconds <count>', 'of one window of measuring (default: 30)')
    .option('--short', 'one short round; the result is not kept')
    .option('--built', 'take the built output as it is')
    .option('--profile <folder>', 'where the hub writes a CPU profile')
    .action(async (options: BenchOptions, command: Command) => {
      if (!existsSync(MAIN))
        throw new HubError('INVALID_STATE', { detail: 'The benchmarks run from the sources, not from the built output.' });
      process.exitCode = await run([...argumentsOf(options), ...(isJson(command) ? ['--json'] : [])]);
    });
}

const argumentsOf = (options: BenchOptions): string[] =>
  Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));

/** An interrupt is meant for the benchmarks, which then clear up. */
async function run(args: readonly string[]): Promise<number> {
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  try {
    const child = spawn(process.execPath, ['--import=tsx/esm', MAIN, ...args], { stdio: 'inherit' });
    return await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code ?? 1)));
  } finally {
    process.off('SIGINT', wait);
  }
}
