/** Runs one program of the test run to its end, with its output line by line, in a group of its own that ends with the run. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isAlive, sendSignal } from '../../local/processes.ts';
import { waitFor } from '../../local/wait-for.ts';

export interface ProgramRun {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** Aborts when the program must end before its time. */
  readonly signal: AbortSignal;
}

const PATIENCE_MS = 15_000;

/** Runs `node …args`; resolves to the exit code, or null when a signal ended it. */
export async function runNode({ args, environment, onLine, signal }: ProgramRun): Promise<number | null> {
  // detached: the terminal's Ctrl-C reaches the run alone, which then ends its programs in order.
  const child = spawn(process.execPath, args, { env: environment, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', onLine);
  const stop = (): void => void endGroup(child.pid);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const exit = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code)));
  return exit.finally(() => signal.removeEventListener('abort', stop));
}

async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  sendSignal(-pid, 'SIGTERM');
  await waitFor(() => !isAlive(pid), { timeoutMs: PATIENCE_MS, what: 'the tests to end' }).catch(() => undefined);
  sendSignal(-pid, 'SIGKILL');
}
