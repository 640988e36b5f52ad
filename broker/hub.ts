/** The only composition root: opens what a node needs, in order, and closes it in reverse. */
import { randomBytes } from 'node:crypto';
import { ServiceBroker } from 'moleculer';
import { Registry as MetricsRegistry } from 'prom-client';
import type { HubConfig } from '../config/config.ts';
import { brokerOptions } from '../moleculer.config.ts';
import { checkDestinationSettings, refuseWrongAdapters } from './adapter-settings.ts';
import { adapterService } from './adapter-services.ts';
import { ownSettings } from './recipient-settings.ts';
import { receivingAction, SERVICE } from './service-destinations.ts';
import { createAdministration } from './access/administration.ts';
import { createIntake } from './attachments/intake.ts';
import { signExport } from './audit/export.ts';
import { createSealer, type Sealer } from './audit/sealing.ts';
import { createSigner } from './audit/seal-keys.ts';
import type { SendResult } from './contract/adapter.ts';
import type { AdapterDoors, RecipientDoor, StoredRow } from './contract/doors.ts';
import type { CheckAnswer, CheckQuestion, CheckSource, DeclaredCheck } from './contract/check-source.ts';
import type { Endpoint } from './contract/endpoint.ts';
import type { Hub, HubService } from './contract/hub.ts';
import type { SchemaShelf } from './contract/schemas.ts';
import { createEngine, runsScheduler, type Engine } from './delivery/engine.ts';
import { auditDoor, closeGround, openGround, type Ground } from './ground.ts';
import { checkHealth } from './health.ts';
import { createFlowMetrics, type FlowMetrics } from './flow-metrics.ts';
import { createMesh, type Mesh } from './mesh/mesh.ts';
import { createNodeMetrics } from './metrics.ts';
import { createNotify } from './pipeline/notices.ts';
import type { Sendable } from './pipeline/deliver.ts';
import { createReceivePipeline } from './pipeline/receive.ts';
import { createCarried } from './pipeline/steps/carried-attachments.ts';
import { createReferenceCheck } from './pipeline/steps/references.ts';
import { findAdapters, findServices, findVersionSteps } from './plugins.ts';
import { createHousekeeping, type Housekeeping } from './retention/housekeeping.ts';
import { createRouter, type Router } from './routing/router.ts';
import { readRouting } from './routing/routing-table.ts';
import { loadSchemas } from './routing/schema-shelf.ts';
import { createVersionCasts } from './routing/version-casts.ts';
import { createVault } from './store/vault.ts';

export interface RunningHub {
  readonly hub: Hub;
  readonly broker: ServiceBroker;
  stop(): Promise<void>;
}

/** Where services stand that say nothing of it. */
const GATEWAY = ['gateway'] as const;
const FOLLOW_EVERY_MS = 1000;
const CLOCK_EVERY_MS = 10_000;

export interface HubEvents {
  /** The node hears nothing any more: whoever runs it stops it and starts it again. */
  readonly onDeaf?: (words: string) => void;
}

export async function createHub(config: HubConfig, { onDeaf = () => undefined }: HubEvents = {}): Promise<RunningHub> {
  refuseWrongAdapters(config);
  const ground = await openGround(config);
  const mesh = createMesh({ ...ground, randomBytes, onDeaf });
  const broker = new ServiceBroker({ ...brokerOptions, ...mesh.brokerOptions, nodeID: ground.nodeId });
  const schemas = await loadSchemas(config.retention.bodyDays);
  const figures = new MetricsRegistry();
  const flows = createFlowMetrics(figures);
  const engine = createEngine({
    ...ground,
    flows,
    casts: createVersionCasts(schemas.messageTypes(), await findVersionSteps()),
    carried: createCarried(schemas),
    audit: ground.writers,
    send: (adapter, delivery) => callAdapter(broker, adapter, delivery),
    announceMailbox: mesh.announceMailbox,
    keepDays: (type) => Math.min(config.retention.attemptDays, schemas.messageType(type)?.keepDays ?? config.retention.bodyDays),
  });
  const services: HubService[] = [];
  const router = createRouter(await readRouting(), schemas.ajv);
  const endpoints = (): Endpoint[] => services.flatMap((service) => service.endpoints);
  const checkSources = (): CheckSource[] => services.flatMap(({ checks = [] }) => checks.map((check) => checkSourceOf(broker, check)));
  const hub = hubOf(ground, { mesh, engine, schemas, router, endpoints, checkSources, figures, flows });
  if (config.nodeRoles.includes('adapters')) await installAdapters(broker, hub);
  services.push(...(await createServices(hub)));
  for (const { schema } of services) broker.createService(schema);
  const sealer = createSealer({
    pool: ground.database.reads,
    clock: ground.clock,
    sealKey: config.sealKey,
    everyMs: config.audit.sealEveryMs,
    log: ground.log,
    ...(config.audit.sealFile === undefined ? {} : { sealFile: config.audit.sealFile }),
  });
  const housekeeping = createHousekeeping(hub);
  mesh.join(broker, engine.bell.ring);
  await engine.start();
  await broker.start();
  sealer.start();
  if (runsScheduler(ground)) housekeeping.start();
  const timers = startTimers(ground, engine);
  return { hub, broker, stop: () => stopAll({ ground, broker, mesh, engine, sealer, housekeeping, timers }) };
}

interface Parts {
  readonly mesh: Mesh;
  readonly engine: Engine;
  readonly schemas: SchemaShelf;
  readonly router: Router;
  readonly endpoints: Hub['endpoints'];
  readonly checkSources: Hub['checkSources'];
  readonly figures: MetricsRegistry;
  readonly flows: FlowMetrics;
}

function hubOf(ground: Ground, { mesh, engine, schemas, router, endpoints, checkSources, figures, flows }: Parts): Hub {
  const { config, database, registry, transport, newId } = ground;
  const operations = auditDoor(ground.writers.operations, database);
  const administration = createAdministration({
    pool: database.work,
    newId,
    randomBytes,
    audit: operations,
    checkSettings: checkDestinationSettings,
  });
  const signer = createSigner(config.sealKey);
  const receive = createReceivePipeline({
    ...ground,
    schemas,
    router,
    deliveries: engine.deliveries,
    audit: operations,
    onSubmitted: flows.submitted,
    checkReferences: createReferenceCheck({ ...ground, pool: database.work, mostDays: config.replies.mostDays }),
    maxDepth: config.http.maxDepth,
  });
  return {
    ...ground,
    schemas,
    deliveries: engine.deliveries,
    audit: { lookup: auditDoor(ground.writers.lookup, database), operations },
    administration: {
      hold: administration.holdDestination,
      resume: administration.resumeDestination,
      subscribe: ({ condition, ...wanted }, by) =>
        administration.subscribe({ ...wanted, ...(condition === null ? {} : { condition }) }, by),
      unsubscribe: administration.unsubscribe,
    },
    signExport: (content) => signExport(content, signer),
    receive,
    takeAttachment: createIntake({ settings: config.attachments, vault: ground.attachments, audit: operations }),
    notify: createNotify({ schemas, registry, newId, deliveries: engine.deliveries }),
    registry,
    health: async () => ({ ...(await checkHealth({ database, transport })), mesh: mesh.health() }),
    metrics: createNodeMetrics({ pool: database.reads, registry: figures }),
    endpoints,
    checkSources,
  };
}

const checkSourceOf = (broker: ServiceBroker, { source, action }: DeclaredCheck): CheckSource => ({
  source,
  ask: (question, timeout) => broker.call<CheckAnswer, CheckQuestion>(action, question, { timeout }),
});

async function createServices(hub: Hub): Promise<HubService[]> {
  const services: HubService[] = [];
  for (const { createService, roles = GATEWAY } of await findServices()) {
    if (roles.some((role) => hub.config.nodeRoles.includes(role))) services.push(await createService(hub));
  }
  return services;
}

function startTimers({ clock }: Ground, engine: Engine): NodeJS.Timeout[] {
  return [
    setInterval(() => void engine.followDestinations(), FOLLOW_EVERY_MS),
    setInterval(() => void clock.sync().catch(() => undefined), CLOCK_EVERY_MS),
  ];
}

interface Running {
  readonly ground: Ground;
  readonly broker: ServiceBroker;
  readonly mesh: Mesh;
  readonly engine: Engine;
  readonly sealer: Sealer;
  readonly housekeeping: Housekeeping;
  readonly timers: readonly NodeJS.Timeout[];
}

/** Deliveries in hand are finished while their adapters still stand; then the doors close, then the ground. */
async function stopAll({ ground, broker, mesh, engine, sealer, housekeeping, timers }: Running): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  mesh.stop();
  await housekeeping.stop();
  await engine.stopDelivering();
  await broker.stop();
  await engine.stop();
  await sealer.stop();
  await closeGround(ground);
}

async function installAdapters(broker: ServiceBroker, hub: Hub): Promise<void> {
  const { clock, newId, random, problems, log, attachments, database, config } = hub;
  const store = {
    query: async (text: string, values: readonly unknown[]) => (await database.work.query(text, [...values])).rows as StoredRow[],
  };
  const doors: Omit<AdapterDoors, 'recipients'> = {
    clock,
    newId,
    random,
    problems,
    log,
    attachments,
    store,
    vault: createVault({ masterKeys: config.masterKeys, randomBytes }),
  };
  for (const adapter of await findAdapters()) {
    const settings = hub.config.adapters[adapter.name];
    if (settings === undefined && adapter.name !== 'rest-consumers') continue;
    const sendTimeoutMs = hub.config.delivery.sendTimeoutMs;
    const { connectTimeoutMs } = hub.config.delivery;
    const given = adapter.name === 'rest-consumers' ? { connectTimeoutMs, ...settings } : (settings ?? {});
    broker.createService(
      await adapterService({
        adapter,
        settings: given,
        doors: { ...doors, recipients: recipientsOf(hub, adapter.name) },
        inbound: { submit: (party, event) => hub.receive(party, event), attach: hub.takeAttachment },
        sendTimeoutMs,
      }),
    );
  }
}

const recipientsOf = ({ registry, deliveries }: Hub, adapter: string): RecipientDoor => ({
  acknowledge: deliveries.acknowledge,
  destinations: () =>
    registry.destinations().flatMap((one) => (one.adapter === adapter ? [{ name: one.name, settings: ownSettings(one.settings) }] : [])),
});

function callAdapter(broker: ServiceBroker, adapter: string, delivery: Sendable): Promise<SendResult> {
  const outbound = {
    deliveryId: delivery.id,
    messageId: delivery.messageId,
    acceptedAt: delivery.acceptedAt,
    sender: delivery.sender,
    destination: delivery.destination,
    type: delivery.type,
    attempt: delivery.attempt,
    body: delivery.bytes,
    attachments: delivery.attachments,
    settings: delivery.settings,
  };
  const action = adapter === SERVICE ? receivingAction(delivery) : `adapter.${adapter}.deliver`;
  return broker.call(action, { delivery: outbound }, { nodeID: broker.nodeID, timeout: 0 }); // the send timeout bounds it
}
