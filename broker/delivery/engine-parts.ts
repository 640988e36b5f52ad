/** The parts of the message path on one node: acceptor, dispatcher, courier, recorder, scheduler. */
import type { AuditWriter } from '../audit/writer.ts';
import type { SendResult } from '../contract/adapter.ts';
import type { HubDoors } from '../contract/doors.ts';
import type { CarriedAttachment } from '../contract/message.ts';
import type { Registry } from '../contract/registry.ts';
import type { HubConfig, RetrySettings } from '../../config/config.ts';
import type { FlowMetrics } from '../flow-metrics.ts';
import type { Database } from '../store/database.ts';
import type { Transport } from '../transport/transport.ts';
import { createDeliverPipeline, type Sendable } from '../pipeline/deliver.ts';
import type { VersionCasts } from '../routing/version-casts.ts';
import { createAcknowledger, type Acknowledger } from './acknowledge.ts';
import { createAcceptor, type Accepted, type Acceptor } from './accept.ts';
import { createClaimer } from './claim.ts';
import { createCourier, type Courier } from './courier.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { createHandOut, type HandOut } from './hand-out.ts';
import type { MailboxBell } from './mailbox-bell.ts';
import { createOutcomeRecorder, type Outcome, type OutcomeRecorder } from './outcome.ts';
import { policyOf } from './policy.ts';
import { recordPoison, recordUnacknowledged, type LapseDoors } from './lapses.ts';
import { reportDead } from './reports.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

export interface EngineOptions extends HubDoors {
  readonly config: HubConfig;
  readonly nodeId: string;
  readonly database: Database;
  readonly registry: Registry;
  readonly transport: Transport;
  readonly audit: { readonly accept: readonly AuditWriter[]; readonly outcome: AuditWriter; readonly operations: AuditWriter };
  readonly send: (adapter: string, delivery: Sendable) => Promise<SendResult>;
  readonly casts: VersionCasts;
  readonly carried: (type: string, body: Buffer) => readonly CarriedAttachment[];
  readonly flows: Pick<FlowMetrics, 'attempted' | 'handedOver'>;
  /** Days until the attempts and dead letters of a message type are deleted. */
  readonly keepDays: (type: string) => number;
  /** Tells other nodes that a mailbox has something. */
  readonly announceMailbox: (destination: string) => void;
}

export interface Parts {
  readonly acceptor: Acceptor;
  readonly dispatcher: Dispatcher;
  readonly courier: Courier;
  readonly recorder: OutcomeRecorder;
  readonly scheduler: Scheduler;
  readonly handOut: HandOut;
  readonly acknowledger: Acknowledger;
}

interface Wiring {
  readonly bell: MailboxBell;
  readonly isStopping: () => boolean;
}

interface Made extends Wiring {
  readonly policy: (destination: string) => RetrySettings;
  readonly recorder: OutcomeRecorder;
  readonly dispatcher: Dispatcher;
}

export function createParts(options: EngineOptions, wiring: Wiring): Parts {
  const policy = policyOf(options.registry, options.config.policy);
  const scheduleWriter = options.newId();
  const recorder = makeRecorder(options, { ...wiring, onPromoted: (destination, ids) => dispatcher.publish(destination, ids) });
  const dispatcher = makeDispatcher(options, { policy, recorder, writer: scheduleWriter });
  const made: Made = { ...wiring, policy, recorder, dispatcher };
  return {
    recorder,
    dispatcher,
    acceptor: makeAcceptor(options, made),
    courier: makeCourier(options, made),
    handOut: createHandOut({ ...options, recorder, policyOf: policy }),
    acknowledger: createAcknowledger({
      ...options,
      pool: options.database.work,
      audit: options.audit.operations,
      writer: options.newId(),
      dispatchLeaseMs: options.config.delivery.dispatchLeaseMs,
      lingerMs: options.config.delivery.lingerMs,
      onPromoted: dispatcher.publish,
      onEnded: dispatcher.ended,
    }),
    scheduler: createScheduler({
      pool: options.database.work,
      dispatcher,
      log: options.log,
      writer: scheduleWriter,
      everyMs: options.config.delivery.schedulerEveryMs,
      dispatchLeaseMs: options.config.delivery.dispatchLeaseMs,
    }),
  };
}

type Promoted = (destination: string, ids: string[]) => void;

const makeRecorder = (options: EngineOptions, { isStopping, onPromoted }: Wiring & { onPromoted: Promoted }): OutcomeRecorder =>
  createOutcomeRecorder({
    pool: options.database.work,
    audit: options.audit.outcome,
    writer: options.newId(),
    node: options.nodeId,
    log: options.log,
    dispatchLeaseMs: options.config.delivery.dispatchLeaseMs,
    keepDays: options.keepDays,
    lingerMs: options.config.delivery.lingerMs,
    isStopping,
    onPromoted,
  });

interface DispatcherParts {
  readonly policy: Made['policy'];
  readonly recorder: OutcomeRecorder;
  readonly writer: string;
}

function makeDispatcher(options: EngineOptions, { policy, recorder, writer }: DispatcherParts): Dispatcher {
  const { database, problems, clock, config } = options;
  const doors: LapseDoors = { pool: database.work, recorder, problems, clock, policyOf: policy };
  return createDispatcher({
    pool: database.work,
    transport: options.transport,
    registry: options.registry,
    log: options.log,
    writer,
    window: config.delivery.window,
    ticketSize: config.delivery.ticketSize,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    policyOf: policy,
    onPoison: (id, claim) => recordPoison({ id, claim }, doors),
    onUnacknowledged: (id, claim) => recordUnacknowledged({ id, claim }, doors),
  });
}

function makeAcceptor(options: EngineOptions, { dispatcher, bell }: Made): Acceptor {
  const { config, transport } = options;
  const delivers = config.nodeRoles.includes('adapters') || !transport.isLocal;
  return createAcceptor({
    pool: options.database.accept,
    lines: options.audit.accept.map((audit) => ({ audit, writer: options.newId() })),
    maxBatch: config.accept.maxBatch,
    maxWaiting: config.accept.maxWaiting,
    dispatchLeaseMs: config.delivery.dispatchLeaseMs,
    mailboxKeepDays: config.mailbox.keepDays,
    now: () => options.clock.now(),
    reminding: config.replies,
    mayLease: (destination) => delivers && dispatcher.mayLease(destination),
    onAccepted: (accepted) => spread(accepted, { dispatcher, bell, options }),
  });
}

function makeCourier(options: EngineOptions, { policy, recorder, dispatcher, isStopping }: Made): Courier {
  const { config } = options;
  const pipeline = createDeliverPipeline({
    ...options,
    recorder,
    policyOf: policy,
    failing: new Set(),
    onDead: (delivery) => void reportDead(delivery, options.problems),
  });
  const claimer = createClaimer({
    pool: options.database.work,
    writer: options.newId(),
    node: options.nodeId,
    newId: options.newId,
    claimLeaseMs: config.delivery.claimLeaseMs,
    lingerMs: config.delivery.lingerMs,
  });
  const record = async (outcome: Outcome): Promise<void> => {
    await pipeline.record(outcome);
    const { delivery, verdict, durationMs, change } = outcome;
    options.flows.attempted({ destination: delivery.destination, type: delivery.type, outcome: verdict.kind, durationMs });
    if (verdict.kind === 'delivered' || (verdict.kind === 'awaiting' && delivery.attempt === 1))
      options.flows.handedOver(delivery.destination, delivery.type, change);
    dispatcher.ended(delivery.destination);
  };
  return createCourier({ claimer, slots: config.delivery.slots, log: options.log, isStopping, send: pipeline.send, record });
}

interface Spread {
  readonly dispatcher: Dispatcher;
  readonly bell: MailboxBell;
  readonly options: EngineOptions;
}

/** After the commit: tickets for what was leased, a ring for mailboxes. */
function spread(accepted: readonly Accepted[], { dispatcher, bell, options }: Spread): void {
  const leased = new Map<string, string[]>();
  const mailboxes = new Set<string>();
  for (const { deliveryId, destination, leased: isLeased } of accepted) {
    if (isLeased) leased.set(destination, [...(leased.get(destination) ?? []), deliveryId]);
    else if (options.registry.destination(destination)?.adapter === 'mailbox') mailboxes.add(destination);
  }
  for (const [destination, ids] of leased) dispatcher.publish(destination, ids);
  for (const destination of mailboxes) {
    bell.ring(destination);
    options.announceMailbox(destination);
  }
}
