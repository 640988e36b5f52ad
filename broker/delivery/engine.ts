/**
 * The message path of one node, put together: what runs follows from the node's roles, what was begun is finished before
 * it stops.
 */
import type { Deliveries } from '../contract/hub.ts';
import { createParts, type EngineOptions } from './engine-parts.ts';
import type { Courier } from './courier.ts';
import type { Dispatcher } from './dispatch.ts';
import { createMailboxBell, type MailboxBell } from './mailbox-bell.ts';
import { createRetryJobs } from './retry-jobs.ts';

export type { EngineOptions } from './engine-parts.ts';

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
  const bell = createMailboxBell();
  let stopping = false;
  const parts = createParts(options, { bell, isStopping: () => stopping });
  const { acceptor, dispatcher, courier, recorder, scheduler, handOut, acknowledger } = parts;
  const schedules = runsScheduler(options);
  const { database, audit, problems, log } = options;
  const retryJobs = createRetryJobs({
    pool: database.work,
    audit: audit.operations,
    problems,
    log,
    writer: options.newId(),
    kick: dispatcher.kick,
  });
  const followDestinations = createFollower(options, { courier, isStopping: () => stopping });
  return {
    bell,
    deliveries: {
      accept: acceptor.accept,
      checkRoom: acceptor.checkRoom,
      dispatch: dispatcher.publish,
      kick: dispatcher.kick,
      acknowledge: acknowledger.acknowledge,
      operationsWriter: options.newId(),
      mailboxArrival: bell.wait,
      handOut,
    },
    followDestinations,
    start: async () => {
      options.transport.onReset((destination) => forgetTickets(destination, dispatcher, options));
      await followDestinations();
      if (!schedules) return;
      scheduler.start();
      retryJobs.start();
    },
    stopDelivering: async () => {
      stopping = true;
      if (schedules) await Promise.all([retryJobs.stop(), scheduler.stop()]);
      await drained(courier, options);
      await recorder.idle();
    },
    stop: async () => void (await Promise.all([acceptor.idle(), acknowledger.idle()])),
  };
}

/** Without a broker between nodes, a node that delivers must dispatch for itself. */
export const runsScheduler = ({ config, transport }: Pick<EngineOptions, 'config' | 'transport'>): boolean =>
  config.nodeRoles.includes('core') || (transport.isLocal && config.nodeRoles.includes('adapters'));

function forgetTickets(destination: string, dispatcher: Dispatcher, { log }: EngineOptions): void {
  dispatcher.reset(destination).catch((error: unknown) => {
    log.warn({ destination, reason: String(error) }, 'leases were not cleared; they run out');
  });
}

async function drained(courier: Courier, { clock }: EngineOptions): Promise<void> {
  const until = clock.monotonicMs() + DRAIN_MS;
  while (courier.inFlight() > 0 && clock.monotonicMs() < until) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Consumes the queue of every destination that an adapter serves, also of those that come later. */
function createFollower(
  options: EngineOptions,
  { courier, isStopping }: { courier: Courier; isStopping: () => boolean },
): () => Promise<void> {
  const followed = new Set<string>();
  return async () => {
    if (!options.config.nodeRoles.includes('adapters') || isStopping()) return;
    for (const { name, adapter } of options.registry.destinations()) {
      if (adapter === 'mailbox' || followed.has(name)) continue;
      followed.add(name);
      await options.transport.consume(name, courier.take);
    }
  };
}
