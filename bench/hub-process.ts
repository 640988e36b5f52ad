/** The hub under measurement: one production node from the built output, as a process of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CREDENTIALS } from '../adapters/sis2/simulator/simulator.ts';
import { HubError } from '../broker/contract/errors.ts';
import { guardAgainstOurDeath } from '../local/guard.ts';
import { freePort, isListening } from '../local/ports.ts';
import { spawnServer, type ServerProcess } from '../local/server-process.ts';
import { waitFor } from '../local/wait-for.ts';
import { makeKeys, type NodeKeys } from '../test/crash/settings.ts';

export interface HubUnderMeasurement {
  readonly url: string;
  /** Milliseconds from its start until it served. */
  readonly readyMs: number;
  /** Resident memory now, in MiB. */
  rssMb(): number;
  /** SIGKILL, as when the power fails. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface HubPlace {
  /** Of its files; absent where there is one node only. */
  readonly name?: string;
  /** What nodes of one database share; absent: keys of its own. */
  readonly keys?: NodeKeys;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly queuePrefix: string;
  /** Absent: no SIS is installed. */
  readonly sisUrl?: string;
  readonly profile: string | undefined;
  readonly signal: AbortSignal;
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const START_MS = 30_000;
const BUILD_MS = 180_000;

/** Compiles dist/ unless it is to be taken as it is. */
export function build(built: boolean): void {
  if (built) return;
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, encoding: 'utf8', timeout: BUILD_MS });
  if (status !== 0) throw new HubError('LOCAL_SERVER_FAILED', { detail: `npm run build failed: ${stderr.slice(-500)}` });
}

export async function startHub(place: HubPlace): Promise<HubUnderMeasurement> {
  const port = await freePort();
  const began = performance.now();
  const server = launch(place, port);
  const callOff = guardAgainstOurDeath({ pids: [server.pid], signal: 'TERM' });
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    await server.end(signals);
    callOff();
  };
  const stop = (): Promise<void> => end(['SIGTERM']);
  const serves = async (): Promise<boolean> => server.hasExited() || (await isListening(port));
  try {
    await waitFor(serves, { timeoutMs: START_MS, what: 'the hub to serve', signal: place.signal });
    if (server.hasExited()) throw new HubError('LOCAL_SERVER_FAILED', { detail: `The hub does not start: ${server.lastWords()}` });
  } catch (error) {
    await stop();
    throw error;
  }
  const readyMs = Math.round(performance.now() - began);
  return { url: `http://127.0.0.1:${port}`, readyMs, rssMb: () => residentMb(server.pid), kill: () => end([]), stop };
}

function launch(place: HubPlace, port: number): ServerProcess {
  const { name = 'hub', keys = makeKeys() } = place;
  const config = join(place.folder, `${name}.json`);
  const { username, password } = DEFAULT_CREDENTIALS;
  const sis2 = { url: place.sisUrl, security: { kind: 'username-token', username, password } };
  writeFileSync(config, JSON.stringify(place.sisUrl === undefined ? {} : { adapters: { sis2 } }));
  return spawnServer({
    program: process.execPath,
    args: [...(place.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', place.profile]), ...startArguments()],
    folder: ROOT,
    account: undefined,
    logFile: join(place.folder, `${name}.log`),
    environment: {
      PATH: process.env.PATH,
      DATABASE_URL: place.databaseUrl,
      AMQP_URL: place.amqpUrl,
      HUB_QUEUE_PREFIX: place.queuePrefix,
      HUB_MASTER_KEY: keys.masterKey,
      HUB_SEAL_KEY: keys.sealKey,
      HUB_CONFIG: config,
      HUB_PORT: String(port),
      HUB_TRANSPORT: 'rabbitmq',
      LOG_LEVEL: 'warn',
    },
  });
}

/** What `npm start` gives to node, so that the node measured is the node that runs. */
function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1);
}

/** 0 where the system does not tell. */
function residentMb(pid: number): number {
  try {
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
