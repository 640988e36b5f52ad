/**
 * Reads what the hub knows of its parties in one statement, hence as of one instant, and lays it out for look-ups that
 * cost nothing.
 */
import type pg from 'pg';
import type { Role } from '../contract/endpoint.ts';
import type { Destination, GrantedOperation, Officer, Party, Subscription } from '../contract/registry.ts';
import { HubError } from '../contract/errors.ts';
import type { Grant } from './rights.ts';

export interface KnownKey {
  readonly party: Party;
  readonly keyPrefix: string;
  readonly expiresAt: Date | null;
}

export interface Snapshot {
  readonly parties: ReadonlyMap<string, Party>;
  /** By the sha256 of the key, hex. Revoked keys are not in it. */
  readonly keys: ReadonlyMap<string, KnownKey>;
  /** By officerKey(party, id): an officer may have been registered for several terms. */
  readonly officers: ReadonlyMap<string, readonly Officer[]>;
  /** By grantKey(party, operation). */
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly subscriptions: readonly Subscription[];
}

export const officerKey = (party: string, id: string): string => `${party}\n${id}`;
export const grantKey = (party: string, operation: GrantedOperation): string => `${party}\n${operation}`;

interface Rows {
  readonly parties: readonly { code: string; name: string; roles: Role[]; sources: string[]; rate_per_second: number | null }[];
  readonly keys: readonly { party: string; prefix: string; sha256: string; expires_at: string | null }[];
  readonly officers: readonly { party: string; id: string; name: string; unit: string; valid_from: string; valid_to: string | null }[];
  readonly grants: readonly {
    party: string;
    operation: GrantedOperation;
    message_type: string;
    purpose: string | null;
    valid_from: string;
    valid_to: string | null;
  }[];
  readonly destinations: readonly {
    name: string;
    party: string | null;
    adapter: string;
    settings: Record<string, unknown>;
    policy: Record<string, unknown>;
    held_since: string | null;
    held_reason: string | null;
    breaker_open: boolean;
    is_failing: boolean;
  }[];
  readonly subscriptions: readonly {
    party: string;
    name: string;
    message_type: string;
    condition: Record<string, unknown> | null;
    created_at: string;
  }[];
}

const STATEMENT = `SELECT json_build_object(
  'parties', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT code, name, roles, sources, rate_per_second FROM party WHERE ended_at IS NULL) t),
  'keys', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT party, prefix, encode(sha256, 'hex') AS sha256, expires_at FROM api_key
             WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > hub_now() - interval '1 hour')) t),
  'officers', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT party, id, name, unit, valid_from, valid_to FROM officer) t),
  'grants', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT party, operation, message_type, purpose, valid_from, valid_to FROM party_grant) t),
  'subscriptions', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT s.party, s.name, s.message_type, s.condition, s.created_at
             FROM subscription s JOIN party p ON p.code = s.party AND p.ended_at IS NULL ORDER BY s.party, s.name) t),
  'destinations', (SELECT coalesce(json_agg(t), '[]') FROM (SELECT name, party, adapter, settings, policy, held_since, held_reason, breaker_open,
             breaker_open OR breaker_failures > 0 AS is_failing FROM destination ORDER BY name) t)) AS rows`;

export async function loadSnapshot(pool: pg.Pool): Promise<Snapshot> {
  const { rows } = await pool.query<{ rows: Rows }>(STATEMENT);
  const found = rows[0]?.rows;
  if (found === undefined) throw new HubError('DATABASE_UNAVAILABLE');
  const parties = new Map(found.parties.map((row) => [row.code, partyOf(row)]));
  return {
    parties,
    keys: keysOf(found.keys, parties),
    officers: grouped(found.officers, (row) => [officerKey(row.party, row.id), officerOf(row)]),
    grants: grouped(found.grants, (row) => [grantKey(row.party, row.operation), grantOf(row)]),
    destinations: new Map(found.destinations.map((row) => [row.name, destinationOf(row)])),
    subscriptions: found.subscriptions.map(subscriptionOf),
  };
}

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

const termOf = (row: { valid_from: string; valid_to: string | null }): { validFrom: Date; validTo: Date | null } => ({
  validFrom: new Date(row.valid_from),
  validTo: dateOrNull(row.valid_to),
});

const partyOf = (row: Rows['parties'][number]): Party => ({
  code: row.code,
  name: row.name,
  roles: row.roles,
  sources: row.sources,
  ratePerSecond: row.rate_per_second,
});

const officerOf = (row: Rows['officers'][number]): Officer => ({
  party: row.party,
  id: row.id,
  name: row.name,
  unit: row.unit,
  ...termOf(row),
});

const grantOf = (row: Rows['grants'][number]): Grant => ({
  operation: row.operation,
  messageType: row.message_type,
  purpose: row.purpose,
  ...termOf(row),
});

const subscriptionOf = (row: Rows['subscriptions'][number]): Subscription => ({
  party: row.party,
  name: row.name,
  messageType: row.message_type,
  condition: row.condition,
  createdAt: new Date(row.created_at),
});

const destinationOf = (row: Rows['destinations'][number]): Destination => ({
  name: row.name,
  party: row.party,
  adapter: row.adapter,
  settings: row.settings,
  policy: row.policy,
  heldSince: dateOrNull(row.held_since),
  heldReason: row.held_reason,
  breakerOpen: row.breaker_open,
  isFailing: row.is_failing,
});

/** Keys of a party that has ended open nothing. */
function keysOf(rows: Rows['keys'], parties: ReadonlyMap<string, Party>): Map<string, KnownKey> {
  const keys = new Map<string, KnownKey>();
  for (const row of rows) {
    const party = parties.get(row.party);
    if (party !== undefined) keys.set(row.sha256, { party, keyPrefix: row.prefix, expiresAt: dateOrNull(row.expires_at) });
  }
  return keys;
}

function grouped<Row, Value>(rows: readonly Row[], entryOf: (row: Row) => [string, Value]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of rows.map(entryOf)) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
