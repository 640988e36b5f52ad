/**
 * `npm test [-- globs and mocha options]`: gives the run servers and databases of its own, runs the tests, without globs also the
 * short crash runs, clears up, and ends with one line `N passed, N failed, N skipped`.
 */
import { HubError } from '../broker/contract/errors.ts';
import { furtherRuns } from './support/further-runs.ts';
import { runMocha } from './support/mocha-run.ts';
import { resultLine, sum, type Counts } from './support/result-line.ts';
import { testFiles } from './support/test-files.ts';
import { openRoom } from './support/test-room.ts';

const print = (line: string): void => console.log(line);

async function main(args: readonly string[]): Promise<void> {
  const signal = interrupted();
  const counts = await run(args, signal).catch((error: unknown): Counts => {
    print(`FAILED: ${reasonOf(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  print(resultLine(counts));
  process.exitCode = signal.aborted ? 130 : Number(counts.failed > 0);
}

async function run(args: readonly string[], signal: AbortSignal): Promise<Counts> {
  const room = await openRoom(print, signal);
  const surroundings = { environment: room.environment, print, signal };
  try {
    const isWhole = !args.some((arg) => arg.includes('test/'));
    const tests = await runMocha({ ...surroundings, args: isWhole ? [...args, ...testFiles()] : args });
    return sum([tests, ...(args.length === 0 ? await furtherRuns(surroundings) : [])]);
  } finally {
    await room.close();
  }
}

/** What is missing on the machine needs no stack trace. */
function reasonOf(error: unknown): string {
  if (error instanceof HubError && error.hubCode === 'LOCAL_SERVER_FAILED') return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Aborts on the first Ctrl-C or SIGTERM; a second one ends the run without clearing up. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    print('Stopping ...');
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return controller.signal;
}

await main(process.argv.slice(2));
