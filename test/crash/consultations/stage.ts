/** Sets up what a run with consultations needs, all of it private to the run, and takes it down again in reverse whatever happens. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../../broker/store/migrator.ts';
import { createDatabase } from '../../../local/database.ts';
import { removeFolder, temporaryFolder } from '../../../local/folders.ts';
import { freePorts } from '../../../local/ports.ts';
import { startPostgres } from '../../../local/postgres.ts';
import { startRabbit, type RabbitServer } from '../../../local/rabbitmq.ts';
import type { World } from '../faults.ts';
import { createNode, type HubNode } from '../nodes.ts';
import { makeKeys, nodeConfig } from '../settings.ts';
import { copyHub } from '../sources.ts';
import type { Books } from './books.ts';
import type { Cast } from './cast.ts';
import { createClient } from './client.ts';
import { createPostman, startForeignState, type ForeignState } from './foreign-state.ts';
import { createHubClock } from './hub-clock.ts';
import { beginOf } from './phases.ts';
import { seatEverybody } from './seats.ts';
import { asCrashSettings, MAY_START_ON_A_MOVED_CLOCK, QUICKLY, type ConsultationSettings } from './settings.ts';
import { OFFICE, OURS, STATES } from './those-asked.ts';

export interface Stage {
  readonly world: World;
  readonly cast: Cast;
  readonly databaseUrl: string;
  readonly sealKey: string;
}

export interface StageOptions {
  readonly settings: ConsultationSettings;
  readonly books: Books;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Gets each thing's undoing as soon as the thing is there. */
  readonly defer: (undo: () => Promise<unknown>) => void;
}

const DATABASE = 'hub_crash_consultations';

export async function setStage(options: StageOptions): Promise<Stage> {
  const { settings, books, signal, defer, log } = options;
  const folder = temporaryFolder('crash');
  defer(async () => removeFolder(folder));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), persistent: false, signal, log });
  defer(postgres.stop);
  const rabbit =
    settings.transport === 'rabbitmq' ? await startRabbit({ dir: join(folder, 'rabbitmq'), persistent: false, signal, log }) : undefined;
  if (rabbit) defer(rabbit.stop);
  const sources = join(folder, 'sources');
  copyHub(sources, [MAY_START_ON_A_MOVED_CLOCK, ...settings.edits]);
  const databaseUrl = await createDatabase(postgres.adminUrl, DATABASE);
  await migrate(databaseUrl);
  const clock = createHubClock(databaseUrl, signal);
  await clock.move(beginOf('asked') - 60_000);
  const keys = makeKeys();
  const partyKeys = await seatEverybody(databaseUrl);
  const states = await startStates(options);
  const { nodes, mailPorts } = await startNodes({ folder, sources, databaseUrl, rabbit, keys, states }, options);
  const world = { postgres, rabbit, nodes, sinks: [], databaseName: DATABASE, signal };
  const client = createClient({ nodeUrls: nodes.map(({ url }) => url), keys: partyKeys, clock, signal });
  const postman = createPostman({ ports: mailPorts, clock, signal });
  return { world, cast: { books, client, clock, postman, states, signal }, databaseUrl, sealKey: keys.sealKey };
}

async function startStates({ books, defer }: StageOptions): Promise<Record<string, ForeignState>> {
  const states: Record<string, ForeignState> = {};
  for (const { party } of STATES) {
    const state = await startForeignState((reference) => books.byReference(reference)?.plan.arrivals[party] === 'refused');
    defer(state.close);
    states[party] = state;
  }
  return states;
}

interface Place {
  readonly folder: string;
  readonly sources: string;
  readonly databaseUrl: string;
  readonly rabbit: RabbitServer | undefined;
  readonly keys: ReturnType<typeof makeKeys>;
  readonly states: Readonly<Record<string, ForeignState>>;
}

async function startNodes(place: Place, { settings, signal, defer }: StageOptions): Promise<{ nodes: HubNode[]; mailPorts: number[] }> {
  const count = settings.transport === 'memory' ? 1 : 2;
  const ports = await freePorts(count * 2);
  const mailPorts = ports.slice(count);
  const nodes = ports.slice(0, count).map((port, index) => {
    const name = `node-${index + 1}`;
    const config = join(place.folder, `${name}.json`);
    writeFileSync(config, JSON.stringify(configOf(settings, place.states, mailPorts[index] ?? 0)));
    const environment = { ...environmentOf(place, settings), HUB_CONFIG: config, HUB_PORT: String(port) };
    return createNode({ name, port, folder: place.folder, sources: place.sources, signal, environment });
  });
  for (const node of nodes) defer(node.stop);
  await Promise.all(nodes.map((node) => node.start()));
  return { nodes, mailPorts };
}

const environmentOf = ({ databaseUrl, keys, rabbit }: Place, { transport }: ConsultationSettings): NodeJS.ProcessEnv => ({
  DATABASE_URL: databaseUrl,
  HUB_MASTER_KEY: keys.masterKey,
  HUB_SEAL_KEY: keys.sealKey,
  HUB_TRANSPORT: transport,
  ...(rabbit && { AMQP_URL: rabbit.url }),
});

function configOf(settings: ConsultationSettings, states: Place['states'], port: number): object {
  const peers = STATES.map(({ state, party, address }) => ({
    ...{ state, party, address, dialect: 'vision', host: '127.0.0.1', port: states[party]?.port ?? 0, hosts: ['127.0.0.1'] },
  }));
  const network = {
    ...{ own: { state: 'POL', address: OURS }, deliverTo: OFFICE, listen: { port }, peers },
    ...{ connectTimeoutMs: 500, turnEveryMs: 50 },
  };
  return { ...nodeConfig(asCrashSettings(settings), { 'visa-consultation-network': network }), ...QUICKLY };
}
