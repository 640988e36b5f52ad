/**
 * The hub nodes of the crash run: real processes, killed, frozen and started again by their process ids, and started again
 * also when they end by themselves, which is counted.
 */
import { join } from 'node:path';
import { HubError } from '../../broker/contract/errors.ts';
import { guardAgainstOurDeath } from '../../local/guard.ts';
import { isListening } from '../../local/ports.ts';
import { sendSignal } from '../../local/processes.ts';
import { spawnServer, type ServerProcess } from '../../local/server-process.ts';
import { waitFor } from '../../local/wait-for.ts';

export interface NodeOptions {
  readonly name: string;
  readonly port: number;
  readonly folder: string;
  /** Where the hub's sources are. */
  readonly sources: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface HubNode {
  readonly name: string;
  readonly url: string;
  /** Resolves when it serves; starts it again, a few times, if it ends before that. */
  start(): Promise<void>;
  /** SIGKILL, as when the power fails. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Starts it again if it ended by itself. */
  revive(): Promise<void>;
  /** The last words of each time it ended by itself. */
  ended(): readonly string[];
  stop(): Promise<void>;
}

const START_MS = 45_000;
const TRIES = 5;

interface Life {
  readonly process: ServerProcess;
  readonly callOff: () => void;
}

export function createNode(options: NodeOptions): HubNode {
  let life: Life | undefined;
  const ended: string[] = [];
  const noteEnd = (server: ServerProcess): void => void ended.push(`${options.name} ended by itself: ${server.lastWords()}`);
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    const ending = life;
    life = undefined;
    if (ending === undefined) return;
    sendSignal(ending.process.pid, 'SIGCONT');
    await ending.process.end(signals);
    ending.callOff();
  };
  const start = async (): Promise<void> => {
    for (let attempt = 1; life === undefined || life.process.hasExited(); attempt += 1) {
      await end([]);
      life = launch(options);
      if (await serves(life.process, options)) return;
      noteEnd(life.process);
      if (attempt === TRIES) throw failed(options.name, life.process);
    }
  };
  const signalIt = (signal: NodeJS.Signals): void => void (life && sendSignal(life.process.pid, signal));
  return {
    name: options.name,
    url: `http://127.0.0.1:${options.port}`,
    start,
    kill: () => end([]),
    freeze: () => signalIt('SIGSTOP'),
    thaw: () => signalIt('SIGCONT'),
    revive: async () => {
      if (life === undefined || !life.process.hasExited()) return;
      noteEnd(life.process);
      await start();
    },
    ended: () => ended,
    stop: () => end(['SIGTERM']),
  };
}

function launch({ name, folder, sources, environment }: NodeOptions): Life {
  const process_ = spawnServer({
    program: process.execPath,
    args: ['--import', 'tsx', 'broker/main.ts'],
    folder: sources,
    account: undefined,
    logFile: join(folder, `${name}.log`),
    environment,
  });
  return { process: process_, callOff: guardAgainstOurDeath({ pids: [process_.pid], signal: 'TERM' }) };
}

/** False when it exited before it served. */
async function serves(server: ServerProcess, { name, port, signal }: NodeOptions): Promise<boolean> {
  const settled = async (): Promise<'exited' | 'serves' | false> => (server.hasExited() ? 'exited' : (await isListening(port)) && 'serves');
  return (await waitFor(settled, { timeoutMs: START_MS, what: `${name} to serve`, everyMs: 50, signal })) === 'serves';
}

const failed = (name: string, server: ServerProcess): HubError =>
  new HubError('LOCAL_SERVER_FAILED', { detail: `${name} does not start: ${server.lastWords()}` });
