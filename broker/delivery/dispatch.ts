/**
 * Sends tickets out: at once for what accept and promotion left leased, and by the scheduler for whatever has become due.
 * A ticket that cannot be published is no loss: the lease in PostgreSQL runs out and the delivery is dispatched again.
 */
import type pg from 'pg';
import type { Logger } from '../contract/doors.ts';
import type { Registry } from '../contract/registry.ts';
import type { Ticket, Transport } from '../transport/transport.ts';
import type { RetrySettings } from '../../config/config.ts';

export interface DispatchOptions {
  readonly pool: pg.Pool;
  readonly transport: Transport;
  readonly registry: Registry;
  readonly log: Logger;
  readonly writer: string;
  readonly window: number;
  readonly ticketSize: number;
  readonly dispatchLeaseMs: number;
  readonly policyOf: (destination: string) => RetrySettings;
  /** Records a delivery whose node died three times. */
  readonly onPoison: (id: string, claim: string) => Promise<void>;
  /** Records a delivery that was handed over and not acknowledged in time. */
  readonly onUnacknowledged: (id: string, claim: string) => Promise<void>;
}

export interface Dispatcher {
  /** Publishes tickets for deliveries that are leased already. */
  publish(destination: string, ids: readonly string[]): void;
  /** Dispatches what is due at a destination; calls for one destination are run one after the other and merged. */
  kick(destination: string): void;
  /** Takes back what was dispatched to a destination: its tickets may be lost. */
  reset(destination: string): Promise<void>;
  /** Whether accept may lease at once. */
  mayLease(destination: string): boolean;
  /** Told of each delivery that ended: dispatches more where more waits, once so many ended that a look is worth its price. */
  ended(destination: string): void;
  /** Reads how much is outstanding and waiting, for mayLease. */
  observe(): Promise<void>;
  idle(): Promise<void>;
}

interface DispatchRow {
  readonly kind: 'dispatch' | 'alone' | 'poison' | 'unacknowledged';
  readonly id: string;
  readonly claim: string | null;
}

/** What is known of the destinations since the last look. */
interface View {
  readonly room: Map<string, number>;
  readonly backlog: Set<string>;
}

export function createDispatcher(options: DispatchOptions): Dispatcher {
  const view: View = { room: new Map(), backlog: new Set() };
  const runner = createRunner((destination) => dispatchDue(destination, options), options);
  return {
    publish: (destination, ids) => publish({ destination, ids, alone: false }, options),
    kick: runner.kick,
    idle: runner.idle,
    mayLease: (destination) => mayLease(destination, view, options),
    ended: createRefill(view, { after: Math.ceil(options.window / REFILLS_A_WINDOW), kick: runner.kick }),
    observe: () => observe(view, options),
    reset: async (destination) => {
      await options.pool.query('SELECT hub_unlease($1, $2)', [options.writer, destination]);
      runner.kick(destination);
    },
  };
}

function publish({ destination, ids, alone }: Ticket, options: DispatchOptions): void {
  const size = alone ? 1 : options.ticketSize;
  for (let from = 0; from < ids.length; from += size) {
    options.transport.publish({ destination, ids: ids.slice(from, from + size), alone }).catch((error: unknown) => {
      options.log.debug({ destination, reason: String(error) }, 'a ticket was not published; its lease runs out');
    });
  }
}

const MOST_AT_ONCE = 512;
const REFILLS_A_WINDOW = 8;

/** Answers whether there may be more. */
async function dispatchDue(destination: string, options: DispatchOptions): Promise<boolean> {
  if (!options.transport.isUp()) return false;
  const probeMs = options.policyOf(destination).breakerProbeEveryMs;
  const { rows } = await options.pool.query<DispatchRow>({
    name: 'dispatch',
    text: 'SELECT * FROM hub_dispatch($1, $2, $3, $4, $5, $6)',
    values: [options.writer, destination, MOST_AT_ONCE, options.window, options.dispatchLeaseMs, probeMs],
  });
  const idsOf = (kind: DispatchRow['kind']): string[] => rows.filter((row) => row.kind === kind).map((row) => row.id);
  publish({ destination, ids: idsOf('dispatch'), alone: false }, options);
  publish({ destination, ids: idsOf('alone'), alone: true }, options);
  await Promise.all(rows.map((row) => recordLapse(row, options)));
  return rows.length >= MOST_AT_ONCE || rows.some(({ kind }) => kind === 'unacknowledged');
}

async function recordLapse({ kind, id, claim }: DispatchRow, options: DispatchOptions): Promise<void> {
  if (claim === null) return;
  if (kind === 'poison') await options.onPoison(id, claim);
  if (kind === 'unacknowledged') await options.onUnacknowledged(id, claim);
}

/** One run a destination at a time; calls that come meanwhile become one more run. */
function createRunner(run: (destination: string) => Promise<boolean>, { log }: DispatchOptions): Pick<Dispatcher, 'kick' | 'idle'> {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const kick = (destination: string): void => {
    if (running.has(destination)) {
      again.add(destination);
      return;
    }
    const work = run(destination).then(
      (more) => void (more && again.add(destination)),
      (error: unknown) => log.warn({ destination, reason: String(error) }, 'dispatch failed; the next tick tries again'),
    );
    running.set(destination, work);
    void work.finally(() => {
      running.delete(destination);
      if (again.delete(destination)) kick(destination);
    });
  };
  return { kick, idle: async () => void (await Promise.all(running.values())) };
}

/** What ended since the last refill; the scheduler's tick refills the rest. */
function createRefill({ backlog }: View, { after, kick }: { after: number; kick: Dispatcher['kick'] }): Dispatcher['ended'] {
  const counts = new Map<string, number>();
  return (destination) => {
    if (!backlog.has(destination)) return;
    const count = (counts.get(destination) ?? 0) + 1;
    counts.set(destination, count % after);
    if (count === after) kick(destination);
  };
}

function mayLease(destination: string, { room }: View, { registry, transport, window }: DispatchOptions): boolean {
  const known = registry.destination(destination);
  if (known === undefined || known.heldSince !== null || known.breakerOpen || !transport.isUp()) return false;
  const left = room.get(destination) ?? window;
  if (left <= 0) return false;
  room.set(destination, left - 1);
  return true;
}

const OBSERVE = `SELECT destination, sum(leased) AS leased, sum(queued) + sum(delivering) - sum(leased) AS waiting
  FROM destination_tally GROUP BY destination`;

/** Where something waits already, newcomers queue up behind it. */
async function observe({ room, backlog }: View, { pool, window }: DispatchOptions): Promise<void> {
  const { rows } = await pool.query<{ destination: string; leased: string; waiting: string }>({
    name: 'observe',
    text: OBSERVE,
    values: [],
  });
  for (const row of rows) {
    const waits = Number(row.waiting) > 0;
    room.set(row.destination, waits ? 0 : window - Number(row.leased));
    if (waits) backlog.add(row.destination);
    else backlog.delete(row.destination);
  }
}
