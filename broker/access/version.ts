/**
 * Says cheaply whether the registry's tables changed. A sequence moves at once, its transaction becomes visible later; so
 * every change holds a shared advisory lock until it is visible, and whoever sees a new version asks whether the lock is
 * free before reading. What was read while it was taken is read again.
 */
import type pg from 'pg';
import { HubError } from '../contract/errors.ts';
import { ADVISORY_LOCKS } from '../store/advisory-locks.ts';

const LOCK = ADVISORY_LOCKS.registry;

/** Run first in every transaction that changes parties, keys, officers, grants or destinations. */
export async function announceChange(client: pg.ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
  await client.query(`SELECT nextval('registry_version')`);
}

/** Whether every change announced so far is visible to a statement that begins now. */
export async function isSettled(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ open: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = ${LOCK} AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS open`,
  );
  return rows[0]?.open === false;
}

/** What changes too often for the version: hold and breaker of a destination, which the message path itself sets. */
export interface DestinationState {
  readonly name: string;
  readonly held_since: Date | null;
  readonly held_reason: string | null;
  readonly breaker_open: boolean;
  readonly is_failing: boolean;
}

export interface Glance {
  readonly version: string;
  readonly destinations: readonly DestinationState[];
}

/** A sequence that was never asked and one asked once show the same last_value, hence is_called. */
const GLANCE = `SELECT v.last_value || '/' || v.is_called AS version, d.name, d.held_since, d.held_reason, d.breaker_open,
    d.breaker_open OR d.breaker_failures > 0 AS is_failing
  FROM registry_version v LEFT JOIN destination d ON d.held_since IS NOT NULL OR d.breaker_open OR d.breaker_failures > 0`;

/** The version, and the destinations that are held, failed last or are behind an open breaker. */
export async function glance(pool: pg.Pool): Promise<Glance> {
  const { rows } = await pool.query<{ version: string } & (DestinationState | { name: null })>(GLANCE);
  const version = rows[0]?.version;
  if (version === undefined) throw new HubError('DATABASE_UNAVAILABLE');
  return { version, destinations: rows.filter((row): row is { version: string } & DestinationState => row.name !== null) };
}
