/**
 * Sends tickets out: at once for what accept and promotion left leased, and by the scheduler for whatever has become due.
 * A ticket that cannot be published is no loss: the lease in PostgreSQL runs out and the delivery is dispatched again.
 */
import type pg from 'pg';
import type { Logger } from '../contract/doors.ts';
import type { Registry } from '../contract/registry.ts';
import type { Transport } from '../transport/transport.ts';
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
  /** Whether more waits at the destination than is dispatched, as of the last look. */
  hasBacklog(destination: string): boolean;
  /** Reads how much is outstanding and waiting, for mayLease. */
  observe(): Promise<void>;
  idle(): Promise<void>;
}

interface DispatchRow {
  readonly kind: 'dispatch' | 'alone' | 'poison';
  readonly id: string;
  readonly claim: string | null;
}

export function createDispatcher(options: DispatchOptions): Dispatcher {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const room = new Map<string, number>();
  const backlog = new Set<string>();

  const publish = (destination: string, ids: readonly string[], alone = false): void => {
    const size = alone ? 1 : options.ticketSize;
    for (let from = 0; from < ids.length; from += size) {
      const ticket = { destination, ids: ids.slice(from, from + size), alone };
      options.transport.publish(ticket).catch((error: unknown) => {
        options.log.debug({ destination, reason: String(error) }, 'a ticket was not published; its lease runs out');
      });
    }
  };

  const kick = (destination: string): void => {
    if (running.has(destination)) {
      again.add(destination);
      return;
    }
    const work = dispatchDue(destination).catch((error: unknown) => {
      options.log.warn({ destination, reason: String(error) }, 'dispatch failed; the next tick tries again');
    });
    running.set(destination, work);
    void work.finally(() => {
      running.delete(destination);
      if (again.delete(destination)) kick(destination);
    });
  };

  const dispatchDue = async (destination: string): Promise<void> => {
    if (!options.transport.isUp()) return;
    const { rows } = await options.pool.query<DispatchRow>({
      name: 'dispatch',
      text: 'SELECT * FROM hub_dispatch($1, $2, $3, $4, $5, $6)',
      values: [
        options.writer,
        destination,
        512,
        options.window,
        options.dispatchLeaseMs,
        options.policyOf(destination).breakerProbeEveryMs,
      ],
    });
    const idsOf = (kind: DispatchRow['kind']): string[] => rows.filter((row) => row.kind === kind).map((row) => row.id);
    publish(destination, idsOf('dispatch'));
    publish(destination, idsOf('alone'), true);
    for (const row of rows) if (row.kind === 'poison' && row.claim !== null) await options.onPoison(row.id, row.claim);
    if (rows.length >= 512) again.add(destination);
  };

  const mayLease = (destination: string): boolean => {
    const known = options.registry.destination(destination);
    if (known === undefined || known.heldSince !== null || known.breakerOpen || !options.transport.isUp()) return false;
    const left = room.get(destination) ?? options.window;
    if (left <= 0) return false;
    room.set(destination, left - 1);
    return true;
  };

  const observe = async (): Promise<void> => {
    const { rows } = await options.pool.query<{ destination: string; leased: string; waiting: string }>({
      name: 'observe',
      text: `SELECT destination, sum(leased) AS leased, sum(queued) + sum(delivering) - sum(leased) AS waiting
               FROM destination_tally GROUP BY destination`,
      values: [],
    });
    // Where something waits already, newcomers queue up behind it.
    for (const row of rows) {
      const waits = Number(row.waiting) > 0;
      room.set(row.destination, waits ? 0 : options.window - Number(row.leased));
      if (waits) backlog.add(row.destination);
      else backlog.delete(row.destination);
    }
  };

  return {
    publish: (destination, ids) => publish(destination, ids),
    kick,
    mayLease,
    hasBacklog: (destination) => backlog.has(destination),
    observe,
    reset: async (destination) => {
      await options.pool.query('SELECT hub_unlease($1, $2)', [options.writer, destination]);
      kick(destination);
    },
    idle: async () => void (await Promise.all(running.values())),
  };
}
