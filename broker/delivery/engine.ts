/**
 * Puts the parts of the message path together on one node: acceptor, dispatcher, courier, recorder, scheduler. What runs
 * follows from the node's roles.
 */
import type { AuditWriter } from '../audit/writer.ts';
import type { SendResult } from '../contract/adapter.ts';
import type { HubDoors } from '../contract/doors.ts';
import type { Deliveries } from '../contract/hub.ts';
import type { Registry } from '../contract/registry.ts';
import type { HubConfig } from '../../config/config.ts';
import type { Database } from '../store/database.ts';
import type { Transport } from '../transport/transport.ts';
import { createDeliverPipeline } from '../pipeline/deliver.ts';
import { createAcceptor, type Accepted } from './accept.ts';
import { createClaimer, type Claimed } from './claim.ts';
import { createCourier } from './courier.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { createMailboxBell, type MailboxBell } from './mailbox-bell.ts';
import { createOutcomeRecorder, type OutcomeRecorder } from './outcome.ts';
import { createScheduler } from './scheduler.ts';
import { policyOf } from './policy.ts';
import { reportDead, reportExpired, recordPoison } from './reports.ts';

export type SendableDelivery = Claimed & { readonly bytes: Buffer; readonly settings: Readonly<Record<string, unknown>> };

export interface EngineOptions extends HubDoors {
  readonly config: HubConfig;
  readonly nodeId: string;
  readonly database: Database;
  readonly registry: Registry;
  readonly transport: Transport;
  readonly audit: { readonly accept: AuditWriter; readonly outcome: AuditWriter; readonly operations: AuditWriter };
  readonly send: (adapter: string, delivery: SendableDelivery) => Promise<SendResult>;
  /** Tells other nodes that a mailbox has something. */
  readonly announceMailbox: (destination: string) => void;
}

export interface Engine {
  readonly deliveries: Deliveries;
  readonly bell: MailboxBell;
  start(): Promise<void>;
  /** Consumes the queues of destinations that came since. */
  followDestinations(): Promise<void>;
  /** Takes no more tickets and finishes what is in hand. */
  stopDelivering(): Promise<void>;
  /** Resolves when everything accepted is committed. */
  stop(): Promise<void>;
}

const DRAIN_MS = 15_000;

export function createEngine(options: EngineOptions): Engine {
  const { config, database, registry, transport } = options;
  const has = (role: 'gateway' | 'core' | 'adapters'): boolean => config.nodeRoles.includes(role);
  const writer = {
    accept: options.newId(),
    claim: options.newId(),
    outcome: options.newId(),
    schedule: options.newId(),
    operations: options.newId(),
  };
  const policy = policyOf(registry, config.policy);
  const bell = createMailboxBell();
  let stopping = false;
  const isStopping = (): boolean => stopping;

  const recorder: OutcomeRecorder = createOutcomeRecorder({
    pool: database.work,
    audit: options.audit.outcome,
    writer: writer.outcome,
    node: options.nodeId,
    log: options.log,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    keepDays: config.retention.attemptDays,
    lingerMs: config.delivery.lingerMs,
    isStopping,
    onPromoted: (destination, ids) => dispatcher.publish(destination, ids),
  });
  const dispatcher: Dispatcher = createDispatcher({
    pool: database.work,
    transport,
    registry,
    log: options.log,
    writer: writer.schedule,
    window: config.delivery.window,
    ticketSize: config.delivery.ticketSize,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    policyOf: policy,
    onPoison: (id, claim) => recordPoison({ id, claim }, { pool: database.work, recorder, problems: options.problems, policyOf: policy }),
  });
  const deliver = createDeliverPipeline({
    registry,
    recorder,
    clock: options.clock,
    random: options.random,
    log: options.log,
    policyOf: policy,
    send: options.send,
    failing: new Set(),
    onDead: (delivery) => void reportDead(delivery, options.problems),
  });
  const claimer = createClaimer({
    pool: database.work,
    writer: writer.claim,
    node: options.nodeId,
    newId: options.newId,
    claimLeaseMs: config.delivery.claimLeaseMs,
    lingerMs: config.delivery.lingerMs,
  });
  const courier = createCourier({
    claimer,
    slots: config.delivery.slots,
    log: options.log,
    isStopping,
    deliver: async (delivery) => {
      await deliver(delivery);
      if (dispatcher.hasBacklog(delivery.destination)) dispatcher.kick(delivery.destination);
    },
  });
  const acceptor = createAcceptor({
    pool: database.accept,
    audit: options.audit.accept,
    writer: writer.accept,
    maxBatch: config.accept.maxBatch,
    maxWaiting: config.accept.maxWaiting,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    mailboxKeepDays: config.mailbox.keepDays,
    now: () => options.clock.now(),
    mayLease: (destination) => (has('adapters') || !transport.isLocal) && dispatcher.mayLease(destination),
    onAccepted: (accepted) => spread(accepted, { dispatcher, bell, registry, announceMailbox: options.announceMailbox }),
  });
  const scheduler = createScheduler({
    pool: database.work,
    dispatcher,
    log: options.log,
    writer: writer.schedule,
    everyMs: config.delivery.schedulerEveryMs,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    onExpired: (expired) => reportExpired(expired, options.audit.operations, database.work),
  });

  const consumed = new Set<string>();
  const followDestinations = async (): Promise<void> => {
    if (!has('adapters') || stopping) return;
    const wanted = registry.destinations().filter((destination) => destination.adapter !== 'mailbox' && !consumed.has(destination.name));
    for (const { name } of wanted) {
      consumed.add(name);
      await transport.consume(name, courier.take);
    }
  };

  const schedules = has('core') || (transport.isLocal && has('adapters'));
  return {
    bell,
    deliveries: {
      accept: acceptor.accept,
      checkRoom: acceptor.checkRoom,
      dispatch: dispatcher.publish,
      kick: dispatcher.kick,
      operationsWriter: writer.operations,
      mailboxArrival: bell.wait,
    },
    followDestinations,
    start: async () => {
      transport.onReset((destination) => {
        dispatcher
          .reset(destination)
          .catch((error: unknown) => options.log.warn({ destination, reason: String(error) }, 'leases were not cleared; they run out'));
      });
      await followDestinations();
      if (schedules) scheduler.start();
    },
    stopDelivering: async () => {
      stopping = true;
      if (schedules) await scheduler.stop();
      const until = options.clock.monotonicMs() + DRAIN_MS;
      while (courier.inFlight() > 0 && options.clock.monotonicMs() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      await recorder.idle();
    },
    stop: () => acceptor.idle(),
  };
}

interface Spread {
  readonly dispatcher: Dispatcher;
  readonly bell: MailboxBell;
  readonly registry: Registry;
  readonly announceMailbox: (destination: string) => void;
}

/** After the commit: tickets for what was leased, a ring for mailboxes. */
function spread(accepted: readonly Accepted[], { dispatcher, bell, registry, announceMailbox }: Spread): void {
  const leased = new Map<string, string[]>();
  const mailboxes = new Set<string>();
  for (const { deliveryId, destination, leased: isLeased } of accepted) {
    if (isLeased) leased.set(destination, [...(leased.get(destination) ?? []), deliveryId]);
    else if (registry.destination(destination)?.adapter === 'mailbox') mailboxes.add(destination);
  }
  for (const [destination, ids] of leased) dispatcher.publish(destination, ids);
  for (const destination of mailboxes) {
    bell.ring(destination);
    announceMailbox(destination);
  }
}
