/** Runs the simulator of an adapter as a process of its own, as the demo and a developer do. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Simulator {
  readonly child: ChildProcess;
  /** Where it says that it listens. */
  readonly url: string;
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const READY_WITHIN_MS = 30_000;
const ENDS_WITHIN_MS = 10_000;

/** Resolves with its first line; one that says nothing or something else is ended. */
export async function startSimulator(main: URL): Promise<Simulator> {
  const child = spawn(process.execPath, ['--import=tsx/esm', fileURLToPath(main)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { ready, url } = JSON.parse(line) as { ready?: boolean; url?: string };
      if (ready === true && url !== undefined) return { child, url };
    }
    throw new Error('The simulator ended without saying that it is ready.');
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks it to end, as an orchestrator would; one that does not listen is killed, and its ending tells. */
export async function endSimulator({ child }: Simulator): Promise<Ending> {
  const ending = new Promise<Ending>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  child.kill('SIGTERM');
  return ending.finally(() => clearTimeout(timer));
}
