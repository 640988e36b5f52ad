/** Counts of deliveries a destination, read in one snapshot: created must be the sum of all other states. */
import type { Hub } from '../../broker/contract/hub.ts';

const ENDS = ['queued', 'parked', 'delivering', 'waitingRetry', 'delivered', 'dead', 'discarded', 'expired'] as const;

export type Counts = Readonly<Record<'created' | (typeof ENDS)[number], number>>;

export interface DestinationTally {
  readonly name: string;
  readonly adapter: string | null;
  readonly counts: Counts;
  /** Seconds since the oldest unfinished delivery was accepted; null when nothing waits. */
  readonly oldestAgeSeconds: number | null;
}

interface TallyRow {
  readonly name: string;
  readonly adapter: string | null;
  readonly counts: Counts;
  readonly age: number | null;
  readonly at: Date;
}

/** The age comes from the front of the indexes in which unfinished deliveries stand: bounded, however many wait. */
const TALLIES = `SELECT coalesce(q.name, t.destination) AS name, q.adapter, hub_now() AS at,
    json_build_object('created', coalesce(t.created, 0), 'queued', coalesce(t.queued, 0), 'parked', coalesce(t.parked, 0),
      'delivering', coalesce(t.delivering, 0), 'waitingRetry', coalesce(t.waiting_retry, 0), 'delivered', coalesce(t.delivered, 0),
      'dead', coalesce(t.dead, 0), 'discarded', coalesce(t.discarded, 0), 'expired', coalesce(t.expired, 0)) AS counts,
    extract(epoch FROM hub_now() - (SELECT min(f.accepted_at) FROM (
      (SELECT o.accepted_at FROM delivery_open o WHERE o.destination = q.name AND NOT o.parked AND NOT o.leased ORDER BY o.due_at, o.id LIMIT 100)
      UNION ALL
      (SELECT o.accepted_at FROM delivery_open o WHERE o.destination = q.name AND o.leased ORDER BY o.due_at, o.id LIMIT 1000)) f))::float8 AS age
  FROM (SELECT destination, sum(created) AS created, sum(queued) AS queued, sum(parked) AS parked, sum(delivering) AS delivering,
          sum(waiting_retry) AS waiting_retry, sum(delivered) AS delivered, sum(dead) AS dead, sum(discarded) AS discarded, sum(expired) AS expired
          FROM destination_tally GROUP BY destination) t
  FULL JOIN destination q ON q.name = t.destination ORDER BY 1`;

export async function readTallies(hub: Hub): Promise<{ at: string; destinations: DestinationTally[] }> {
  const { rows } = await hub.database.reads.query<TallyRow>(TALLIES);
  const at = rows[0]?.at ?? new Date(hub.clock.now());
  return {
    at: at.toISOString(),
    destinations: rows.map(({ name, adapter, counts, age }) => ({ name, adapter, counts, oldestAgeSeconds: age })),
  };
}

export const addUp = (tallies: readonly DestinationTally[]): Counts => {
  const sum = (state: keyof Counts): number => tallies.reduce((total, { counts }) => total + counts[state], 0);
  return {
    created: sum('created'),
    queued: sum('queued'),
    parked: sum('parked'),
    delivering: sum('delivering'),
    waitingRetry: sum('waitingRetry'),
    delivered: sum('delivered'),
    dead: sum('dead'),
    discarded: sum('discarded'),
    expired: sum('expired'),
  };
};

export const reconciles = (counts: Counts): boolean => counts.created === ENDS.reduce((sum, state) => sum + counts[state], 0);

/** What is not finished and not dead. */
export const depthOf = (counts: Counts): number => counts.queued + counts.parked + counts.delivering + counts.waitingRetry;
