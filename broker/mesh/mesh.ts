/**
 * The mesh: Moleculer's transporter between nodes, over RabbitMQ. It carries look-ups and the bell of mailboxes, sealed, and
 * nothing that must not be lost. With the transport `memory` a node stays alone.
 */
import type { BrokerOptions, Context, Middleware, ServiceBroker, ServiceSchema } from 'moleculer';
import type { HubConfig } from '../../config/config.ts';
import type { Clock, Logger } from '../contract/doors.ts';
import { withHeartbeat } from '../transport/rabbitmq.ts';
import type { Transport } from '../transport/transport.ts';
import { hearsItself } from './echo.ts';
import { HubErrorRegenerator } from './error-regenerator.ts';
import { createMailboxAnnouncer } from './mailbox-announcer.ts';
import { orAfter } from './or-after.ts';
import { createPacketSeal } from './packet-seal.ts';
import { sealedPackets } from './sealed-packets.ts';
import { MeshTransporter } from './transporter.ts';
import { lookupsOnly } from './travel.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

export interface MeshOptions {
  readonly config: HubConfig;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly randomBytes: (size: number) => Buffer;
  /** Tells by another connection whether RabbitMQ answers. */
  readonly transport: Pick<Transport, 'check'>;
  /** The node hears nothing any more and should be ended. */
  readonly onDeaf: (words: string) => void;
}

export interface Mesh {
  /** What the Moleculer broker of the node needs to take part. */
  readonly brokerOptions: BrokerOptions;
  /** To be called before the broker starts; `ring` wakes the long polls of a mailbox on this node. */
  join(broker: ServiceBroker, ring: (destination: string) => void): void;
  /** Tells the other nodes that a mailbox has something; a hint that may get lost. */
  announceMailbox(destination: string): void;
  health(): { ok: boolean; words: string };
  /** To be called before the broker stops. */
  stop(): void;
}

const MAILBOX_ARRIVED = 'mailbox.arrived';
const ANNOUNCE_EVERY_MS = 10;
/** A node that needs others waits so long for the first connection: then it starts without them. */
const FIRST_CONNECTION_MS = 1000;

export const createMesh = (options: MeshOptions): Mesh => {
  const { transport, amqpUrl } = options.config;
  return transport === 'memory' || amqpUrl === undefined ? alone : connectedMesh(options, amqpUrl);
};

const alone: Mesh = {
  brokerOptions: {},
  join: () => undefined,
  announceMailbox: () => undefined,
  health: () => ({ ok: true, words: 'alone: the transport memory connects no nodes' }),
  stop: () => undefined,
};

function connectedMesh(options: MeshOptions, amqpUrl: string): Mesh {
  const { config, log, clock, transport, onDeaf } = options;
  let broker: ServiceBroker | undefined;
  const announcer = createMailboxAnnouncer({
    everyMs: ANNOUNCE_EVERY_MS,
    monotonicMs: () => clock.monotonicMs(),
    send: (destinations) => void broker?.broadcast(MAILBOX_ARRIVED, { destinations }),
  });
  const watchdog = createWatchdog({
    everyMs: config.mesh.echoEveryMs,
    missesUntilDeaf: config.mesh.missesUntilDeaf,
    echo: async (timeoutMs) => broker !== undefined && hearsItself(broker, timeoutMs),
    isBrokerUp: () => transport.check(),
    onDeaf,
    log,
  });
  return {
    brokerOptions: optionsOf(options, amqpUrl),
    join: (joining, ring) => {
      broker = joining;
      broker.createService(meshService(ring));
      waitBriefly(broker, needsOthers(config) ? FIRST_CONNECTION_MS : 0);
      introduceOnConnection(broker);
      broker.localBus.on('$broker.started', () => watchdog.start());
    },
    announceMailbox: announcer.announce,
    health: () => ({ ok: !needsOthers(config), ...(troubleOf(broker, watchdog) ?? healthOf(broker)) }),
    stop: () => {
      watchdog.stop();
      announcer.stop();
    },
  };
}

function optionsOf({ config, nodeId, log, clock, randomBytes }: MeshOptions, amqpUrl: string): BrokerOptions {
  const hubName = config.queuePrefix;
  const seal = createPacketSeal({ masterKeys: config.masterKeys, hubName, nodeId, randomBytes, now: () => clock.now() });
  const middlewares: Middleware[] = [sealedPackets(seal, log), lookupsOnly(log)];
  return {
    transporter: new MeshTransporter({ url: withHeartbeat(amqpUrl), prefix: `${hubName}.mesh`, log }),
    errorRegenerator: new HubErrorRegenerator(),
    middlewares,
  };
}

const meshService = (ring: (destination: string) => void): ServiceSchema => ({
  name: 'mesh',
  actions: { echo: { visibility: 'protected', handler: async () => true } },
  events: {
    [MAILBOX_ARRIVED]: (context: Context<{ readonly destinations: readonly string[] }>) => {
      if (context.nodeID !== context.broker.nodeID) for (const destination of context.params.destinations) ring(destination);
    },
  },
});

const needsOthers = ({ nodeRoles }: HubConfig): boolean => nodeRoles.includes('gateway') && !nodeRoles.includes('adapters');

/** Moleculer waits for its first connection without end, but a node accepts messages also while RabbitMQ is down. */
function waitBriefly({ transit }: ServiceBroker, ms: number): void {
  if (transit === undefined) return;
  const connect = transit.connect.bind(transit);
  transit.connect = () => orAfter(connect(), ms, undefined);
}

/** Moleculer itself would tell the other nodes what a late node offers only with the next heartbeat. */
function introduceOnConnection(broker: ServiceBroker): void {
  const { discoverer } = broker.registry as unknown as { readonly discoverer: { sendLocalNodeInfo(): Promise<void> } };
  broker.localBus.on('$transporter.connected', () => setImmediate(() => void discoverer.sendLocalNodeInfo()));
}

/** What keeps the node from hearing others; it makes a node unready only when that needs them. */
function troubleOf(broker: ServiceBroker | undefined, watchdog: Watchdog): { words: string } | undefined {
  if (broker === undefined || !isConnected(broker)) return { words: 'not connected to the other nodes; searches that need them fail' };
  const missed = watchdog.missed();
  return missed === 0 ? undefined : { words: `connected, but the last calls of the node to itself were not heard: ${missed}` };
}

function healthOf(broker: ServiceBroker | undefined): { ok: boolean; words: string } {
  const nodes = broker?.registry.nodes as { onlineCount(): number } | undefined;
  const others = (nodes?.onlineCount() ?? 1) - 1;
  return { ok: true, words: `connected; ${others} other node${others === 1 ? '' : 's'}` };
}

const isConnected = ({ transit }: ServiceBroker): boolean =>
  transit?.connected === true && (transit.tx as { readonly connected?: boolean }).connected === true;
