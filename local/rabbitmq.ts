/**
 * A private RabbitMQ node from an installed RabbitMQ, on 127.0.0.1 only, for whoever must be free to stop, empty or crash a
 * broker. It ends when its owner dies and outlives the terminal's Ctrl-C until its owner stops it.
 */
import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';
import { ownerOf, serverAccount, type Account } from './account.ts';
import { amqpAnswers } from './amqp.ts';
import { removeFolder, usableFolder, type Log } from './folders.ts';
import { guardAgainstOurDeath } from './guard.ts';
import { freePort, freePorts, isListening } from './ports.ts';
import { clearLeftovers, forgetProcesses, recordProcesses } from './process-record.ts';
import { nodeEnvironment, storeIn, wipeStore, writeNodeFiles, type NodePorts } from './rabbitmq-node.ts';
import { requireRabbit, type RabbitPrograms } from './rabbitmq-programs.ts';
import { spawnServer, type ServerProcess } from './server-process.ts';
import { waitFor } from './wait-for.ts';

export interface RabbitOptions {
  readonly dir: string;
  /** Default: any free port. */
  readonly port?: number;
  /** True: with the management API, on a free port. */
  readonly management?: boolean;
  /** False: the folder is removed when the node stops or its owner dies. Default true. */
  readonly persistent?: boolean;
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

export interface RabbitServer {
  readonly url: string;
  readonly port: number;
  /** Of the management API, where it was asked for, with the login of an administrator. */
  readonly managementUrl?: string;
  /** Process number of the node of this moment. */
  readonly pid: number;
  /** Orderly; durable queues and messages are kept. Idempotent. */
  stop(): Promise<void>;
  /** SIGKILL, as when the power fails. */
  kill(): Promise<void>;
  /** Starts it after stop or kill, on the same port with the same store. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Stops it, wipes its store, starts it: as a broker on a second site would be. */
  empty(): Promise<void>;
  /** Cuts all AMQP connections from the server's side. */
  forceCloseConnections(): Promise<void>;
  /** Runs lines for a shell in which rabbitmqctl speaks to this node. */
  administer(script: string): Promise<void>;
}

interface Plan {
  readonly programs: RabbitPrograms;
  readonly folder: string;
  readonly ports: NodePorts;
  readonly account: Account | undefined;
  readonly persistent: boolean;
}

interface Running {
  readonly pid: number;
  end(signals: readonly NodeJS.Signals[]): Promise<void>;
}

const START_MS = 60_000;

/** Starts a node over the folder, on any free port unless one is given. HubError LOCAL_SERVER_FAILED says what stands in the way. */
export async function startRabbit(options: RabbitOptions): Promise<RabbitServer> {
  const plan = await planNode(options);
  let running: Running | undefined = await startNode(plan, options.signal);
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    await running?.end(signals);
    running = undefined;
  };
  const start = async (): Promise<void> => {
    running ??= await startNode(plan);
  };
  return {
    url: urlOf(plan),
    port: plan.ports.amqp,
    ...(plan.ports.management === undefined ? {} : { managementUrl: `http://guest:guest@127.0.0.1:${plan.ports.management}` }),
    get pid() {
      return running?.pid ?? 0;
    },
    start,
    stop: async () => {
      await end(['SIGTERM']);
      if (!plan.persistent) removeFolder(plan.folder);
    },
    kill: () => end([]),
    restart: () => end(['SIGTERM']).then(start),
    empty: async () => {
      await end(['SIGTERM']);
      wipeStore(plan.folder, plan.account);
      await start();
    },
    forceCloseConnections: () => administer(plan, "rabbitmqctl close_all_connections --global 'closed by the owner of this node'"),
    administer: (script) => administer(plan, script),
  };
}

async function planNode(options: RabbitOptions): Promise<Plan> {
  const log = options.log ?? (() => undefined);
  const programs = await requireRabbit(log);
  const account = ownerOf(storeIn(options.dir)) ?? serverAccount(['rabbitmq', 'nobody']);
  const folder = usableFolder(options.dir, account, log);
  await clearLeftovers(folder, 'SIGTERM');
  const amqp = options.port ?? (await freePort());
  const [distribution = 0, epmd = 0, management = 0] = await freePorts(3, [amqp]);
  const ports = { amqp, distribution, epmd, ...(options.management === true ? { management } : {}) };
  return { programs, folder, ports, account, persistent: options.persistent ?? true };
}

const urlOf = ({ ports }: Plan): string => `amqp://guest:guest@127.0.0.1:${ports.amqp}`;

async function startNode(plan: Plan, signal?: AbortSignal): Promise<Running> {
  signal?.throwIfAborted();
  writeNodeFiles(plan.folder, plan.ports, plan.account);
  const names = launch(plan, plan.programs.epmd, ['-port', String(plan.ports.epmd), '-address', '127.0.0.1']);
  await waitFor(() => isListening(plan.ports.epmd), { timeoutMs: 10_000, what: `epmd to listen on port ${plan.ports.epmd}` });
  const node = launch(plan, plan.programs.server, []);
  const running = watch(plan, node, names);
  try {
    await untilReady(plan, node, signal);
  } catch (error) {
    await running.end(['SIGTERM']);
    throw error;
  }
  return running;
}

function launch({ folder, ports, account }: Plan, program: string, args: readonly string[]): ServerProcess {
  return spawnServer({ program, args, folder, account, logFile: join(folder, 'server.log'), environment: nodeEnvironment(folder, ports) });
}

function watch({ folder, ports, persistent }: Plan, node: ServerProcess, names: ServerProcess): Running {
  const doomed = persistent ? {} : { doomedFolder: folder };
  const callOff = guardAgainstOurDeath({ pids: [node.pid, names.pid], signal: 'TERM', ...doomed });
  const epmd = { pid: names.pid, mark: `-port ${ports.epmd}` };
  recordProcesses(folder, [{ pid: node.pid, mark: join(folder, 'home') }, epmd]);
  return {
    pid: node.pid,
    end: async (signals) => {
      await node.end(signals);
      await names.end(['SIGTERM']);
      callOff();
      forgetProcesses(folder);
    },
  };
}

async function untilReady(plan: Plan, node: ServerProcess, signal?: AbortSignal): Promise<void> {
  const ready = async (): Promise<boolean> => {
    if (!node.hasExited()) return amqpAnswers(urlOf(plan));
    throw new HubError('LOCAL_SERVER_FAILED', { detail: `RabbitMQ in ${plan.folder} does not start: ${node.lastWords()}` });
  };
  const what = `RabbitMQ to answer on port ${plan.ports.amqp}`;
  await waitFor(ready, { timeoutMs: START_MS, what, everyMs: 100, ...(signal && { signal }) });
}

async function administer({ programs, folder, ports, account }: Plan, script: string): Promise<void> {
  const env = nodeEnvironment(folder, ports);
  const path = [dirname(programs.ctl), env['PATH']].join(delimiter);
  await promisify(execFile)('/bin/sh', ['-ec', script], { cwd: folder, env: { ...env, PATH: path }, timeout: 60_000, ...account });
}
