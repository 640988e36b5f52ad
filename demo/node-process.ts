/** The hub as a process of its own, so that the demo can kill it as a power failure would and start it again. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubError } from '../broker/contract/errors.ts';
import { guardAgainstOurDeath } from '../local/guard.ts';
import { spawnServer, type ServerProcess } from '../local/server-process.ts';
import { waitFor } from '../local/wait-for.ts';

export interface NodeProcess {
  /** Resolves when it is ready. HubError LOCAL_SERVER_FAILED with its last words if it ends instead. */
  start(): Promise<void>;
  /** SIGKILL: nothing is tidied up. */
  kill(): Promise<void>;
  /** In order. */
  stop(): Promise<void>;
}

interface NodeOptions {
  readonly url: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Once it is aborted, nothing is started any more. */
  readonly signal: AbortSignal;
}

interface Life {
  readonly server: ServerProcess;
  readonly callOff: () => void;
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const START_MS = 30_000;

export function createNodeProcess(options: NodeOptions): NodeProcess {
  let life: Life | undefined;
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    const ending = life;
    life = undefined;
    await ending?.server.end(signals);
    ending?.callOff();
  };
  const start = async (): Promise<void> => {
    options.signal.throwIfAborted();
    life ??= launch(options);
    if (await isServing(life.server, options.url)) return;
    const detail = `The hub does not start: ${life.server.lastWords().trim()}`;
    await end([]);
    throw new HubError('LOCAL_SERVER_FAILED', { detail });
  };
  return { start, kill: () => end([]), stop: () => end(['SIGTERM']) };
}

function launch({ folder, environment }: NodeOptions): Life {
  const server = spawnServer({
    program: process.execPath,
    args: ['--import', 'tsx', 'broker/main.ts'],
    folder: ROOT,
    account: undefined,
    logFile: join(folder, 'hub.log'),
    environment,
  });
  return { server, callOff: guardAgainstOurDeath({ pids: [server.pid], signal: 'TERM' }) };
}

/** False when it exited. Its own words count, for another program may answer at the port. */
async function isServing(server: ServerProcess, url: string): Promise<boolean> {
  const settled = async (): Promise<'exited' | 'serves' | false> => {
    if (server.hasExited()) return 'exited';
    return server.lastWords().includes('hub ready on') && (await isReady(url)) && 'serves';
  };
  return (await waitFor(settled, { timeoutMs: START_MS, what: 'the hub to be ready', everyMs: 50 })) === 'serves';
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    async (response) => (await response.arrayBuffer(), response.ok),
    () => false,
  );
