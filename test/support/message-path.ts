/** The functions of the message path called as the hub calls them, over any pool and without audit entries. */
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { laneId } from '../../broker/delivery/lanes.ts';

const NO_AUDIT = JSON.stringify({ entries: [] });
/** Of every dispatch and every claim here. */
export const LEASE_MS = 60_000;

export interface AcceptedDelivery {
  readonly delivery_id: string;
  readonly message_id: string;
  readonly destination: string;
  readonly leased: boolean;
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly claim: string;
  readonly laneId: string | null;
  readonly position: number | null;
}

export interface NewMessage {
  readonly destination: string;
  readonly sequenceKey: string | null;
  readonly pull?: boolean;
  /** False leaves it to the scheduler. */
  readonly lease?: boolean;
  readonly expiresAt?: string;
  /** A second delivery of the same message. */
  readonly also?: Omit<NewMessage, 'also'>;
  /** What is stored beside it, as hub_accept takes it, made from the id of the message. */
  readonly beside?: (id: string) => Readonly<Record<string, readonly unknown[]>>;
}

/** One hub_accept for all messages; the deliveries come back in the order of their ids. */
export async function accept(pool: pg.Pool, writer: string, messages: readonly NewMessage[]): Promise<AcceptedDelivery[]> {
  const body = Buffer.from('{"data":{}}');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const ids = messages.map(() => randomUUID());
  const rows = ids.map((id) => ({
    ...{ id, party: 'PL-SG', source: 'PL-SG', event_id: id, type: 'test', keep_days: 90, sha256, body_from: 1, body_bytes: body.length },
  }));
  const wanted = messages.flatMap(({ also, ...one }, index) => [one, ...(also ? [also] : [])].map((each) => ({ ...each, id: ids[index] })));
  const deliveries = wanted.map(({ id, destination, sequenceKey, pull = false, lease = !pull, expiresAt }, ord) => ({
    ...{ ord, message_id: id, destination, sender: 'PL-SG', sequence_key: sequenceKey, lease, pull, expires_at: expiresAt },
    lane_id: sequenceKey === null ? null : laneId({ destination, sender: 'PL-SG', sequenceKey }),
  }));
  const [beside = null] = messages.flatMap(({ beside: made }, index) =>
    made === undefined ? [] : [JSON.stringify(made(ids[index] ?? ''))],
  );
  const values = [writer, JSON.stringify(rows), body, JSON.stringify(deliveries), NO_AUDIT, LEASE_MS, beside];
  const text = 'SELECT delivery_id, message_id, destination, leased FROM hub_accept($1, $2, $3, $4, $5, $6, $7)';
  const answer = await pool.query<AcceptedDelivery>({ name: 'accept', text, values });
  return answer.rows.sort((a, b) => Number(a.delivery_id) - Number(b.delivery_id));
}

interface Claim {
  readonly ids: readonly string[];
  /** As those are claimed that a strike stands against. */
  readonly alone?: boolean;
}

export const claim = (pool: pg.Pool, writer: string, ids: readonly string[]): Promise<ClaimedDelivery[]> => claimAs(pool, writer, { ids });

export async function claimAs(pool: pg.Pool, writer: string, { ids, alone = false }: Claim): Promise<ClaimedDelivery[]> {
  const token = randomUUID();
  const text = 'SELECT id, lane_id AS "laneId", pos AS position FROM hub_claim($1, $2, $3, $4, $5, $6)';
  const { rows } = await pool.query<Omit<ClaimedDelivery, 'claim' | 'position'> & { position: string | null }>({
    ...{ name: 'claim', text, values: [writer, ids, token, 'test', LEASE_MS, alone] },
  });
  return rows.map((row) => ({ ...row, claim: token, position: row.position === null ? null : Number(row.position) }));
}

/** Records all as delivered; answers the deliveries that were promoted and left leased. */
export async function deliver(pool: pg.Pool, writer: string, claimed: readonly ClaimedDelivery[]): Promise<string[]> {
  const outcomes = claimed.map((one) => ({ id: one.id, claim: one.claim, kind: 'delivered', lane_id: one.laneId }));
  const { rows } = await pool.query<{ kind: string; id: string }>({
    name: 'outcome',
    text: 'SELECT kind, id FROM hub_outcome($1, $2, $3, $4, $5)',
    values: [writer, JSON.stringify(outcomes), NO_AUDIT, LEASE_MS, '[]'],
  });
  return rows.filter(({ kind }) => kind === 'promoted').map(({ id }) => id);
}

/** A failed attempt: retried after `delayMs`, or dead. */
export async function fail(
  pool: pg.Pool,
  writer: string,
  { delivery: one, delayMs }: { delivery: ClaimedDelivery; delayMs?: number },
): Promise<void> {
  const base = { id: one.id, claim: one.claim, lane_id: one.laneId, attempt: 1, message_id: randomUUID(), destination: 'FAST' };
  const times = { started_at: new Date().toISOString(), duration_ms: 1, outcome: 'transient', error_code: 'RECIPIENT_ERROR', keep_days: 1 };
  const end =
    delayMs === undefined ? { kind: 'dead', cause: 'TOO_OLD', fingerprint: 'f', type: 'test', sender: 'PL-SG', mapping_version: '1' } : {};
  const outcome = { ...base, ...times, ...(delayMs === undefined ? end : { kind: 'retry', delay_ms: delayMs }) };
  await pool.query('SELECT * FROM hub_outcome($1, $2, $3, $4, $5)', [writer, JSON.stringify([outcome]), NO_AUDIT, LEASE_MS, '[]']);
}

/** Handed over, and to be acknowledged in time. */
export async function handOver(
  pool: pg.Pool,
  writer: string,
  { delivery: { id, claim: token, laneId: lane_id }, withinMs }: { delivery: ClaimedDelivery; withinMs: number },
): Promise<void> {
  const outcome = { id, claim: token, kind: 'awaiting', lane_id, within_ms: withinMs };
  await pool.query('SELECT * FROM hub_outcome($1, $2, $3, $4, $5)', [writer, JSON.stringify([outcome]), NO_AUDIT, LEASE_MS, '[]']);
}

export async function addDestination(pool: pg.Pool, name: string, adapter = 'rest-consumers'): Promise<void> {
  await pool.query('INSERT INTO destination (name, adapter) VALUES ($1, $2)', [name, adapter]);
}
