/** Sets up everything a crash run needs, all of it private to the run, and takes it down again in reverse whatever happens. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../generator/random.ts';
import { createDatabase } from '../../local/database.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { freePorts } from '../../local/ports.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startRabbit, type RabbitServer } from '../../local/rabbitmq.ts';
import { createArrivals, type Arrivals } from './arrivals.ts';
import type { World } from './faults.ts';
import { createNode, type HubNode } from './nodes.ts';
import { createParties, type Sender } from './parties.ts';
import { makeKeys, nodeConfig, SINK_LATE_MS, type CrashSettings } from './settings.ts';
import { startSink, type Sink } from './sink.ts';
import { copyHub } from './sources.ts';
import { MOODS, type Mood, type Road } from './visit.ts';

export interface Stage {
  readonly world: World;
  readonly senders: readonly Sender[];
  readonly databaseUrl: string;
  readonly sealKey: string;
  readonly arrivals: Arrivals;
}

export interface StageOptions {
  readonly settings: CrashSettings;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Gets each thing's undoing as soon as the thing is there. */
  readonly defer: (undo: () => Promise<unknown>) => void;
}

const DATABASE = 'hub_crash';
const SINKS: Readonly<Record<string, Road>> = {
  'CRASH-D1': 'web',
  'CRASH-D2': 'web',
  'CRASH-D3': 'web',
  'CRASH-MAIL': 'mail',
  'CRASH-CRW': 'register',
};
/** How often a sink misbehaves by itself. */
const OUT_OF_SORTS = 0.01;

export async function setStage(options: StageOptions): Promise<Stage> {
  const { settings, signal, defer, log } = options;
  const folder = temporaryFolder('crash');
  defer(async () => removeFolder(folder));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), persistent: false, signal, log });
  defer(postgres.stop);
  const rabbit =
    settings.transport === 'rabbitmq' ? await startRabbit({ dir: join(folder, 'rabbitmq'), persistent: false, signal, log }) : undefined;
  if (rabbit) defer(rabbit.stop);
  const sources = join(folder, 'sources');
  copyHub(sources, settings.edits);
  const databaseUrl = await createDatabase(postgres.adminUrl, DATABASE);
  const arrivals = createArrivals();
  const sinks = await startSinks({ folder, arrivals }, options);
  const senders = await createParties(databaseUrl, sinks);
  const keys = makeKeys();
  const nodes = await startNodes({ folder, sources, databaseUrl, rabbit, keys, sinks }, options);
  const world = { postgres, rabbit, nodes, sinks, databaseName: DATABASE, signal };
  return { world, arrivals, senders, databaseUrl, sealKey: keys.sealKey };
}

interface Shore {
  readonly folder: string;
  readonly arrivals: Arrivals;
}

async function startSinks({ folder, arrivals }: Shore, { random, defer }: StageOptions): Promise<Sink[]> {
  const [, ...bad] = MOODS;
  const drawMood = (): Mood => (random.chance(OUT_OF_SORTS) ? random.pick(bad) : 'well');
  const sinks: Sink[] = [];
  const common = { lateMs: SINK_LATE_MS, drawMood, onStored: arrivals.note };
  for (const [name, road] of Object.entries(SINKS)) {
    const sink = await startSink({ name, road, file: join(folder, `${name}.jsonl`), ...common });
    defer(sink.close);
    sinks.push(sink);
  }
  return sinks;
}

interface Place {
  readonly folder: string;
  readonly sources: string;
  readonly databaseUrl: string;
  readonly rabbit: RabbitServer | undefined;
  readonly keys: ReturnType<typeof makeKeys>;
  readonly sinks: readonly Sink[];
}

async function startNodes(
  { folder, sources, databaseUrl, rabbit, keys, sinks }: Place,
  { settings, signal, defer }: StageOptions,
): Promise<HubNode[]> {
  const config = join(folder, 'hub.json');
  writeFileSync(config, JSON.stringify(nodeConfig(settings, adaptersFor(sinks))));
  const common = {
    DATABASE_URL: databaseUrl,
    HUB_MASTER_KEY: keys.masterKey,
    HUB_SEAL_KEY: keys.sealKey,
    HUB_CONFIG: config,
    HUB_TRANSPORT: settings.transport,
    ...(rabbit && { AMQP_URL: rabbit.url }),
  };
  const ports = await freePorts(settings.transport === 'memory' ? 1 : 2);
  const nodes = ports.map((port, index) =>
    createNode({
      name: `node-${index + 1}`,
      port,
      folder,
      sources,
      signal,
      environment: { ...common, HUB_PORT: String(port) },
    }),
  );
  for (const node of nodes) defer(node.stop);
  await Promise.all(nodes.map((node) => node.start()));
  return nodes;
}

const adaptersFor = (sinks: readonly Sink[]): Record<string, unknown> =>
  Object.fromEntries(sinks.map(({ destination, node }) => [destination.adapter, node]));
