/**
 * What goes wrong in a crash run. The faults are drawn from the seed before anything starts: every kind in turn, in a drawn
 * order, so that a short run meets each of them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Random } from '../../generator/random.ts';
import type { PostgresServer } from '../../local/postgres.ts';
import type { RabbitServer } from '../../local/rabbitmq.ts';
import type { HubNode } from './nodes.ts';
import type { Sink } from './sink.ts';
import { MOODS, ROADS, type Mood } from './visit.ts';

export const FAULT_KINDS = [
  'node killed',
  'node frozen beyond its leases',
  'PostgreSQL sessions terminated',
  'PostgreSQL restarted',
  'sinks out of order',
  'AMQP connections closed',
  'RabbitMQ stopped and started',
  'RabbitMQ emptied',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
const NEEDS_RABBIT: readonly FaultKind[] = ['AMQP connections closed', 'RabbitMQ stopped and started', 'RabbitMQ emptied'];

/** About how long each lasts, to spread the load over them. */
const LASTS_MS: Readonly<Record<FaultKind, number>> = {
  'node killed': 3500,
  'node frozen beyond its leases': 4500,
  'PostgreSQL sessions terminated': 500,
  'PostgreSQL restarted': 2000,
  'sinks out of order': 3000,
  'AMQP connections closed': 1500,
  'RabbitMQ stopped and started': 8000,
  'RabbitMQ emptied': 8000,
};

export interface Fault {
  readonly kind: FaultKind;
  /** Which node or sink, as far as the kind needs one. */
  readonly target: number;
  readonly mood: Mood;
  /** Quiet time before it. */
  readonly afterMs: number;
}

export interface World {
  readonly postgres: PostgresServer;
  readonly rabbit: RabbitServer | undefined;
  readonly nodes: readonly HubNode[];
  readonly sinks: readonly Sink[];
  readonly databaseName: string;
  readonly signal: AbortSignal;
}

interface Draw {
  readonly faults: number;
  readonly kinds: readonly FaultKind[];
  readonly transport: string;
}

export function drawFaults(random: Random, { faults: count, kinds, transport }: Draw): Fault[] {
  const possible = kinds.filter((kind) => transport === 'rabbitmq' || !NEEDS_RABBIT.includes(kind));
  const faults: Fault[] = [];
  while (faults.length < count) faults.push(...shuffled(possible, random).map((kind) => drawn(kind, random)));
  return faults.slice(0, count);
}

export const durationOf = (faults: readonly Fault[]): number =>
  faults.reduce((sum, { kind, afterMs }) => sum + LASTS_MS[kind] + afterMs, 0);

/** What comes of a fault can be waited for; the world is whole again when this resolves. */
export async function commit(fault: Fault, world: World): Promise<void> {
  await delay(fault.afterMs, undefined, { signal: world.signal });
  for (const node of world.nodes) await node.revive();
  await ACTS[fault.kind](fault, world);
}

const FROZEN_MS = 4400;
const SINKS_BAD_MS = 2500;

const ACTS: Readonly<Record<FaultKind, (fault: Fault, world: World) => Promise<void>>> = {
  'node killed': async ({ target }, { nodes }) => {
    const node = nodes[target % nodes.length];
    await node?.kill();
    await node?.start();
  },
  'node frozen beyond its leases': async ({ target }, { nodes, signal }) => {
    const node = nodes[target % nodes.length];
    node?.freeze();
    await delay(FROZEN_MS, undefined, { signal }).finally(() => node?.thaw());
  },
  'PostgreSQL sessions terminated': (_fault, world) => terminateSessions(world),
  'PostgreSQL restarted': ({ mood }, { postgres }) => (mood === 'cuts' ? postgres.kill().then(postgres.start) : postgres.restart()),
  'sinks out of order': async (fault, { sinks, signal }) => {
    for (const [sink, mood] of outOfOrder(fault, sinks)) sink.setMood(mood);
    await delay(SINKS_BAD_MS, undefined, { signal }).finally(() => sinks.forEach((sink) => sink.setMood('well')));
  },
  'AMQP connections closed': async (_fault, { rabbit }) => rabbit?.forceCloseConnections(),
  'RabbitMQ stopped and started': async (_fault, { rabbit }) => rabbit?.restart(),
  'RabbitMQ emptied': async (_fault, { rabbit }) => rabbit?.empty(),
};

/** One sink of each road, each in a mood of its own. */
export function outOfOrder({ target, mood }: Fault, sinks: readonly Sink[]): (readonly [Sink, Mood])[] {
  const [, ...bad] = MOODS;
  const drawn = bad.findIndex((one) => one === mood);
  return ROADS.flatMap((road, turn) => {
    const ways = sinks.filter((sink) => sink.road === road);
    return ways
      .slice(target % ways.length)
      .slice(0, 1)
      .map((sink) => [sink, bad[(drawn + turn) % bad.length] ?? mood] as const);
  });
}

async function terminateSessions({ postgres, databaseName }: World): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [databaseName]);
  } finally {
    await client.end();
  }
}

function drawn(kind: FaultKind, random: Random): Fault {
  const [, ...bad] = MOODS;
  return { kind, target: random.between(0, 5), mood: random.pick(bad), afterMs: random.between(400, 1400) };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(random.between(0, rest.length - 1), 1));
}
