/** The only composition root: opens what a node needs, in order, and closes it in reverse. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { readFile } from 'node:fs/promises';
import { ServiceBroker } from 'moleculer';
import type { HubConfig } from '../config/config.ts';
import { brokerOptions } from '../moleculer.config.ts';
import { adapterService } from './adapter-services.ts';
import { createAdministration } from './access/administration.ts';
import { createRegistry } from './access/registry.ts';
import { signExport } from './audit/export.ts';
import { createSigner } from './audit/seal-keys.ts';
import { createSealer } from './audit/sealing.ts';
import { createAuditWriter, type AuditWriter } from './audit/writer.ts';
import type { SendResult } from './contract/adapter.ts';
import type { HubDoors } from './contract/doors.ts';
import { HubError } from './contract/errors.ts';
import type { AuditDoor, Hub, HubService } from './contract/hub.ts';
import { createEngine, type SendableDelivery } from './delivery/engine.ts';
import { checkHealth } from './health.ts';
import { createLogger } from './log.ts';
import { createNodeMetrics } from './metrics.ts';
import { createReceivePipeline } from './pipeline/receive.ts';
import { findAdapters, findServices } from './plugins.ts';
import { createRouter, type RoutingTable } from './routing/router.ts';
import { loadSchemas } from './routing/schema-shelf.ts';
import { createDatabaseClock } from './store/clock.ts';
import { isRolledBack, openDatabase, type Database } from './store/database.ts';
import { createProblems } from './store/problems.ts';
import { createMemoryTransport } from './transport/memory.ts';
import { createRabbitTransport } from './transport/rabbitmq.ts';
import type { Transport } from './transport/transport.ts';

export interface RunningHub {
  readonly hub: Hub;
  readonly broker: ServiceBroker;
  stop(): Promise<void>;
}

const FOLLOW_EVERY_MS = 1000;
const CLOCK_EVERY_MS = 10_000;

export async function createHub(config: HubConfig): Promise<RunningHub> {
  const nodeId = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const log = createLogger(config.logLevel, { node: nodeId });
  const database = openDatabase(config.databaseUrl, config.pools, (error) => log.warn({ reason: error.message }, 'an idle database connection was lost'));
  const clock = createDatabaseClock(database.reads, () => performance.now());
  await clock.sync();
  const newId = randomUUID;
  const doors: HubDoors = { clock, newId, random: Math.random, log, problems: createProblems(database.reads, newId, log) };
  const registry = await createRegistry({ pool: database.reads, clock });
  const transport = openTransport(config, log);
  await transport.start();
  const writers = await openWriters({ database, doors, nodeId });
  const schemas = await loadSchemas();
  const broker = new ServiceBroker({ ...brokerOptions, nodeID: nodeId });
  const engine = createEngine({
    ...doors,
    config,
    nodeId,
    database,
    registry,
    transport,
    audit: writers,
    send: (adapter, delivery) => callAdapter(broker, adapter, delivery),
    announceMailbox: () => undefined,
  });
  const services: HubService[] = [];
  const operations = auditDoor(writers.operations, database);
  const administration = createAdministration({ pool: database.work, newId, randomBytes, audit: operations });
  const signer = createSigner(config.sealKey);
  const hub: Hub = {
    ...doors,
    config,
    nodeId,
    database,
    registry,
    schemas,
    deliveries: engine.deliveries,
    audit: { lookup: auditDoor(writers.lookup, database), operations },
    administration: { hold: administration.holdDestination, resume: administration.resumeDestination },
    signExport: (content) => signExport(content, signer),
    receive: createReceivePipeline({
      registry,
      schemas,
      router: createRouter(await readRouting(), schemas.ajv),
      deliveries: engine.deliveries,
      audit: operations,
      problems: doors.problems,
      newId,
      maxDepth: config.http.maxDepth,
    }),
    health: () => checkHealth({ database, transport }),
    metrics: createNodeMetrics({ pool: database.reads }),
    endpoints: () => services.flatMap((service) => service.endpoints),
  };
  if (config.nodeRoles.includes('adapters')) await installAdapters(broker, hub);
  if (config.nodeRoles.includes('gateway')) services.push(...(await Promise.all((await findServices()).map((create) => create(hub)))));
  for (const { schema } of services) broker.createService(schema);
  const sealer = createSealer({
    pool: database.reads,
    clock,
    sealKey: config.sealKey,
    everyMs: config.audit.sealEveryMs,
    log,
    ...(config.audit.sealFile === undefined ? {} : { sealFile: config.audit.sealFile }),
  });
  await engine.start();
  await broker.start();
  sealer.start();
  const timers = [
    setInterval(() => void engine.followDestinations(), FOLLOW_EVERY_MS),
    setInterval(() => void clock.sync().catch(() => undefined), CLOCK_EVERY_MS),
  ];
  const stop = async (): Promise<void> => {
    for (const timer of timers) clearInterval(timer);
    await sealer.stop();
    await broker.stop();
    await engine.stop();
    await transport.close();
    await registry.close();
    await database.close();
  };
  return { hub, broker, stop };
}

function openTransport(config: HubConfig, log: HubDoors['log']): Transport {
  if (config.transport === 'memory') return createMemoryTransport();
  if (config.amqpUrl === undefined) throw new HubError('CONFIG_INVALID', { detail: 'AMQP_URL is missing.' });
  return createRabbitTransport({ url: config.amqpUrl, prefix: config.queuePrefix, log });
}

interface WriterDoors {
  readonly database: Database;
  readonly doors: HubDoors;
  readonly nodeId: string;
}

type Writers = Readonly<Record<'accept' | 'outcome' | 'lookup' | 'operations', AuditWriter>>;

async function openWriters({ database, doors, nodeId }: WriterDoors): Promise<Writers> {
  const open = (name: string): Promise<AuditWriter> =>
    createAuditWriter({ pool: database.work, clock: doors.clock, newId: doors.newId, node: nodeId, name, isRolledBack });
  const [accept, outcome, lookup, operations] = await Promise.all([open('accept'), open('outcome'), open('lookup'), open('operations')]);
  return { accept, outcome, lookup, operations };
}

const auditDoor = (writer: AuditWriter, database: Database): AuditDoor => ({
  append: writer.append,
  record: async (facts) => {
    await writer.append(facts, (batch) => database.work.query({ name: 'audit', text: 'SELECT hub_append_audit($1)', values: [JSON.stringify(batch)] }));
  },
});

async function installAdapters(broker: ServiceBroker, hub: Hub): Promise<void> {
  for (const adapter of await findAdapters()) {
    const settings = hub.config.adapters[adapter.name];
    if (settings === undefined && adapter.name !== 'rest-consumers') continue;
    const sendTimeoutMs = hub.config.delivery.sendTimeoutMs;
    const { connectTimeoutMs } = hub.config.delivery;
    const given = adapter.name === 'rest-consumers' ? { connectTimeoutMs, totalTimeoutMs: sendTimeoutMs, ...settings } : (settings ?? {});
    broker.createService(await adapterService({ adapter, settings: given, doors: hub, sendTimeoutMs }));
  }
}

function callAdapter(broker: ServiceBroker, adapter: string, delivery: SendableDelivery): Promise<SendResult> {
  const outbound = {
    deliveryId: delivery.id,
    messageId: delivery.messageId,
    destination: delivery.destination,
    type: delivery.type,
    attempt: delivery.attempt,
    body: delivery.bytes,
    settings: delivery.settings,
  };
  return broker.call(`adapter.${adapter}.deliver`, { delivery: outbound }, { nodeID: broker.nodeID });
}

const readRouting = async (): Promise<RoutingTable> =>
  JSON.parse(await readFile(new URL('../config/routing.json', import.meta.url), 'utf8')) as RoutingTable;
