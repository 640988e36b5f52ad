/** Everything a run of the benchmarks needs, private to it: database, place on the broker, hub, sink, load, floors and simulator. */
import { randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HubError } from '../broker/contract/errors.ts';
import { queueOf } from '../broker/transport/topology.ts';
import { createDatabase, dropDatabase } from '../local/database.ts';
import { removeFolder, temporaryFolder } from '../local/folders.ts';
import { guardAgainstOurDeath } from '../local/guard.ts';
import { isolation } from '../local/isolation.ts';
import { endProcess } from '../local/processes.ts';
import { provision } from '../local/provision.ts';
import { startChild, type Child } from './child.ts';
import { build, startHub, type HubUnderMeasurement } from './hub-process.ts';
import { createCast, RECEIVERS, type Cast } from './parties.ts';
import type { BenchSettings } from './settings.ts';

export interface Stage {
  readonly hub: HubUnderMeasurement;
  readonly cast: Cast;
  readonly load: Child;
  readonly sink: Child;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly queuePrefix: string;
  readonly emptyUrl: string;
  readonly sisUrl: string;
  readonly log: StageOptions['log'];
}

export interface StageOptions {
  readonly settings: BenchSettings;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Gets each thing's undoing as soon as the thing is there. */
  readonly defer: (undo: () => Promise<unknown>) => void;
}

const CHILD_START_MS = 30_000;

export async function setStage(options: StageOptions): Promise<Stage> {
  const { settings, signal, log, defer } = options;
  build(settings.built);
  const folder = temporaryFolder('bench');
  defer(async () => removeFolder(folder));
  const servers = await provision({ purpose: 'tests', dataDir: folder, log, signal });
  defer(servers.stop);
  const { amqpUrl, queuePrefix } = await broker(servers.amqpUrl, defer);
  const databaseUrl = await database(servers.databaseUrl, defer);
  const [load, sink, empty] = (['load-process.ts', 'sink-process.ts', 'floor-process.ts'] as const).map((file) => child(file, defer)) as [
    Child,
    Child,
    Child,
  ];
  const sinkUrl = await sink.ask<string>({ what: 'listen' }, CHILD_START_MS);
  const emptyUrl = await empty.ask<string>({}, CHILD_START_MS);
  const sisUrl = await simulator(defer);
  const cast = await createCast(databaseUrl, sinkUrl);
  defer(cast.close);
  const hub = await startHub({ folder, databaseUrl, amqpUrl, queuePrefix, sisUrl, profile: settings.profile, signal });
  defer(hub.stop);
  log(`PostgreSQL: ${servers.how.postgres}; RabbitMQ: ${servers.how.rabbit}; hub ready after ${hub.readyMs} ms`);
  return { hub, cast, load, sink, databaseUrl, amqpUrl, queuePrefix, emptyUrl, sisUrl, log };
}

type Defer = StageOptions['defer'];

function child(file: string, defer: Defer): Child {
  const started = startChild(file);
  defer(started.end);
  return started;
}

/** A place of our own on the broker. */
export async function broker(serverUrl: string, defer: Defer): Promise<Pick<Stage, 'amqpUrl' | 'queuePrefix'>> {
  const place = await isolation(serverUrl);
  const queuePrefix = `${place.prefix}bench`;
  defer(() => place.remove(RECEIVERS.map((name) => queueOf(queuePrefix, name))));
  return { amqpUrl: place.amqpUrl, queuePrefix };
}

/** A database of our own, empty. */
export async function database(adminUrl: string, defer: Defer): Promise<string> {
  const name = `hub_bench_${randomBytes(4).toString('hex')}`;
  defer(() => dropDatabase(adminUrl, name));
  return createDatabase(adminUrl, name);
}

/** It does not end with us by itself, so a guard stands by. */
function simulator(defer: Defer): Promise<string> {
  const file = fileURLToPath(new URL('../adapters/sis2/simulator/main.ts', import.meta.url));
  const started = fork(file, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 2, 'ipc'] });
  const pids = started.pid === undefined ? [] : [started.pid];
  const callOff = guardAgainstOurDeath({ pids, signal: 'TERM' });
  defer(async () => {
    for (const pid of pids) await endProcess(pid, ['SIGTERM'], 5000);
    callOff();
  });
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new HubError('LOCAL_SERVER_FAILED', { detail: 'The simulator of SIS does not start.' }));
    const timer = setTimeout(fail, CHILD_START_MS);
    started.once('exit', fail);
    started.stdout?.once('data', (line: Buffer) => {
      clearTimeout(timer);
      resolve((JSON.parse(line.toString('utf8')) as { url: string }).url);
    });
  });
}
