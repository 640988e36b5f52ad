/** Runs a program of the crash harness or the fuzzer: an interruption takes everything down in order, the exit code says whether all was well. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Circumstances } from './crash-run.ts';

/** `work` answers whether all was well; what it throws is printed. */
export async function inTheForeground(work: (circumstances: Circumstances) => Promise<boolean>): Promise<void> {
  const ending = new AbortController();
  const stop = (): void => ending.abort(new HubError('WAITED_IN_VAIN', { detail: 'The run was interrupted.' }));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const isWell = await work({ signal: ending.signal, log }).catch((error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    return false;
  });
  process.exitCode = Number(!isWell);
  process.off('SIGINT', stop).off('SIGTERM', stop);
}
