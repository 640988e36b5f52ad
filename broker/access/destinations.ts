/** Changes where messages go: the settings and policy of a destination, and holding and resuming it. */
import type pg from 'pg';
import { HubError } from '../contract/errors.ts';
import { commitChange, readRows, type Actor, type AdministrationOptions } from './change.ts';
import { refuse, type CheckInput } from './inputs.ts';

export interface DestinationChange {
  readonly name: string;
  readonly adapter?: string;
  /** Replaces all settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Replaces the whole policy. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

export interface Hold {
  readonly name: string;
  readonly by: Actor;
  readonly reason: string;
}

export interface Resume {
  readonly name: string;
  readonly by: Actor;
  readonly reason?: string;
}

interface DestinationRow {
  readonly name: string;
  readonly party: string | null;
  readonly adapter: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>>;
}

/** Throws NOT_FOUND or INVALID_SETTING. */
export async function setDestination(options: AdministrationOptions, check: CheckInput, wanted: DestinationChange): Promise<void> {
  const { name, ...change } = wanted;
  check('destination', change);
  const present = await findDestination(options, name);
  refuseSettings(options, change.adapter ?? present.adapter, change.settings ?? present.settings);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'destination.changed', subject: name, changed: Object.keys(change) },
    run: (client) =>
      client.query(
        `UPDATE destination SET adapter = coalesce($2, adapter), settings = coalesce($3::jsonb, settings), policy = coalesce($4::jsonb, policy)
          WHERE name = $1`,
        [name, change.adapter ?? null, asJson(change.settings), asJson(change.policy)],
      ),
  });
}

/**
 * Nothing more is sent from now on; tickets already out are void. Holding a held destination changes nothing and keeps the
 * first reason. `tally` is the writer id under which this process counts. Throws NOT_FOUND or REASON_REQUIRED.
 */
export async function holdDestination(options: AdministrationOptions, tally: string, hold: Hold): Promise<void> {
  const { name, by, reason } = hold;
  if (reason.trim() === '') throw new HubError('REASON_REQUIRED');
  if ((await findDestination(options, name)).isHeld) return;
  await commitChange(options, {
    event: 'destination.held',
    actor: by,
    facts: { destination: name, reason },
    run: async (client) => {
      const text = 'UPDATE destination SET held_since = hub_now(), held_by = $2, held_reason = $3 WHERE name = $1 AND held_since IS NULL';
      await client.query(text, [name, by.officer ?? by.party ?? null, reason]);
      await client.query('SELECT hub_unlease($1, $2)', [tally, name]);
    },
  });
}

/** What waits is sent again. Resuming a destination that is not held changes nothing. Throws NOT_FOUND. */
export async function resumeDestination(options: AdministrationOptions, resume: Resume): Promise<void> {
  const { name, by, reason } = resume;
  if (!(await findDestination(options, name)).isHeld) return;
  await commitChange(options, {
    event: 'destination.resumed',
    actor: by,
    facts: { destination: name, reason },
    run: (client) => client.query('UPDATE destination SET held_since = NULL, held_by = NULL, held_reason = NULL WHERE name = $1', [name]),
  });
}

/** A login outside the hub, by which the recipient takes its messages, is made or gets a new secret. Throws NOT_FOUND. */
export async function recordLogin(options: AdministrationOptions, name: string): Promise<void> {
  await findDestination(options, name);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'destination.login-made', subject: name },
    run: async () => undefined,
  });
}

export async function insertDestination(client: pg.ClientBase, row: DestinationRow): Promise<void> {
  const values = [row.name, row.party, row.adapter, asJson(row.settings ?? {}), asJson(row.policy ?? {})];
  await client.query('INSERT INTO destination (name, party, adapter, settings, policy) VALUES ($1, $2, $3, $4, $5)', values);
}

/** Throws INVALID_SETTING with what the adapter's schema says. */
export function refuseSettings(options: AdministrationOptions, adapter: string, settings: Readonly<Record<string, unknown>>): void {
  const faults = options.checkSettings?.(adapter, settings) ?? [];
  if (faults.length > 0) refuse(faults.map((fault) => ({ ...fault, pointer: `/settings${fault.pointer}` })));
}

const asJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

interface Found {
  readonly adapter: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly isHeld: boolean;
}

async function findDestination({ pool }: AdministrationOptions, name: string): Promise<Found> {
  const text = 'SELECT adapter, settings, held_since IS NOT NULL AS "isHeld" FROM destination WHERE name = $1';
  const [found] = await readRows<Found>(pool, text, [name]);
  if (found === undefined) throw new HubError('NOT_FOUND', { detail: `There is no destination ${name}.` });
  return found;
}
