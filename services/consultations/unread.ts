/**
 * What the hub has accepted for the consulting party and nobody has read yet. The clock leaves the consultations that it is about alone, for
 * an answer counts from its acceptance; all others go on, however long a node that died had claimed what is unread.
 */
import type { Hub } from '../../broker/contract/hub.ts';
import { inboundOf } from './inbound.ts';
import type { Parts } from './parts.ts';

export interface Horizon {
  /** Up to here the clock may run. */
  readonly until: number;
  /** References or ids of consultations that wait for what is unread. */
  readonly held: readonly string[];
}

/** Commits of what was accepted just now may not be seen yet. */
const UNSEEN_MS = 200;
/** What cannot be read for so long is waited for no longer; if a verdict overtakes it, operators hear of it. */
const PATIENCE_MS = 5 * 60_000;
/** With more unread than that, the clock stands still for everybody at the last of them. */
const MOST = 1000;

interface Unread {
  readonly sender: string;
  readonly type: string;
  readonly body: Buffer | null;
  readonly acceptedAt: Date;
}

const UNREAD = `SELECT m.party AS sender, m.type, m.body, m.accepted_at AS "acceptedAt" FROM (
    SELECT message_id, accepted_at FROM delivery_open WHERE destination = $1 AND NOT parked AND NOT leased AND accepted_at <= $2
        AND (first_failed_at IS NULL OR first_failed_at > hub_now() - $4 * interval '1 millisecond')
    UNION ALL SELECT message_id, accepted_at FROM delivery_open WHERE destination = $1 AND leased AND accepted_at <= $2
    ORDER BY accepted_at LIMIT $3) d
  JOIN message m ON m.id = d.message_id AND m.accepted_at = d.accepted_at`;

export async function readHorizon({ hub, law }: Parts): Promise<Horizon> {
  const until = (await nowOf(hub)) - UNSEEN_MS;
  const { rows } = await hub.database.work.query<Unread>(UNREAD, [hub.config.consultations.system, new Date(until), MOST, PATIENCE_MS]);
  const held = rows.flatMap((unread) => keyOf({ hub, law }, unread) ?? []);
  return { until: rows.length < MOST ? until : Math.max(...rows.map(({ acceptedAt }) => acceptedAt.getTime())), held };
}

async function nowOf(hub: Hub): Promise<number> {
  const { rows } = await hub.database.work.query<{ now: Date }>('SELECT hub_now() AS now');
  return rows[0]?.now.getTime() ?? 0;
}

/** Undefined for what is about no consultation, or cannot be read. */
function keyOf({ hub: { registry }, law }: Parts, { body, ...unread }: Unread): string | undefined {
  try {
    return body === null ? undefined : inboundOf({ law, registry }, { ...unread, body }).key;
  } catch {
    return undefined;
  }
}
