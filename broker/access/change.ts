/**
 * One administrative change: announced, made and recorded in the audit log in one transaction. What is refused is found
 * before, so that a refusal leaves no trace in the chain.
 */
import type pg from 'pg';
import type { AuditFact } from '../audit/chain.ts';
import type { AuditBatch } from '../audit/writer.ts';
import type { ErrorCode } from '../contract/error-catalogue.ts';
import { HubError, type Fault } from '../contract/errors.ts';
import type { AuditDoor } from '../contract/hub.ts';
import { databaseError, isDataError, isRolledBack, isUniqueViolation, withClient } from '../store/database.ts';
import { announceChange } from './version.ts';

/** Who changes something; at the command line nobody is known by name. */
export interface Actor {
  readonly party?: string;
  readonly officer?: string;
}

export interface AdministrationOptions {
  readonly pool: pg.Pool;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  /** Carries the audit entry into the transaction of the change. */
  readonly audit: Pick<AuditDoor, 'append'>;
  /** Recorded as the doer of every change that names no other. */
  readonly actor?: Actor;
  /** What the adapter's own schema says against settings of a destination; pointers start at the settings. */
  readonly checkSettings?: (adapter: string, settings: Readonly<Record<string, unknown>>) => readonly Fault[];
}

export interface Change<T> {
  readonly event: AuditFact['event'];
  readonly actor?: Actor;
  /** What was changed; no secret, no setting's value. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Said when the change meets a row that exists. */
  readonly exists?: ErrorCode;
  run(client: pg.ClientBase): Promise<T>;
}

export async function commitChange<T>(options: AdministrationOptions, change: Change<T>): Promise<T> {
  const fact: AuditFact = { ...(change.actor ?? options.actor), event: change.event, facts: change.facts };
  try {
    return await options.audit.append([fact], (batch) => inTransaction(options.pool, (client) => changeAndRecord(client, change, batch)));
  } catch (error) {
    if (isUniqueViolation(error)) throw new HubError(change.exists ?? 'INVALID_STATE', { cause: error });
    if (isDataError(error)) throw new HubError('INVALID_SETTING', { detail: 'The database refused a value.', cause: error });
    throw databaseError(error);
  }
}

async function changeAndRecord<T>(client: pg.ClientBase, change: Change<T>, batch: AuditBatch): Promise<T> {
  await announceChange(client);
  const result = await change.run(client);
  await client.query('SELECT hub_append_audit($1)', [JSON.stringify(batch)]);
  return result;
}

const inTransaction = <T>(pool: pg.Pool, run: (client: pg.ClientBase) => Promise<T>): Promise<T> =>
  withClient(pool, async (client) => {
    await client.query('BEGIN');
    const result = await run(client);
    await commit(client);
    return result;
  });

/** A connection lost here leaves open what became of the change. */
async function commit(client: pg.ClientBase): Promise<void> {
  await client.query('COMMIT').catch((cause: unknown) => {
    if (isRolledBack(cause)) throw cause;
    throw new HubError('OUTCOME_UNKNOWN', {
      detail: 'The connection was lost during the commit; look whether the change was made.',
      cause,
    });
  });
}

/** Reads what a change depends on; a lost database in the hub's words. */
export async function readRows<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, [...values])).rows;
  } catch (error) {
    throw isDataError(error)
      ? new HubError('INVALID_SETTING', { detail: 'The database refused a value.', cause: error })
      : databaseError(error);
  }
}

/** Throws NOT_FOUND unless the party exists and has not ended. */
export async function requireParty(pool: pg.Pool, code: string): Promise<void> {
  const found = await readRows(pool, 'SELECT 1 FROM party WHERE code = $1 AND ended_at IS NULL', [code]);
  if (found.length === 0) throw new HubError('NOT_FOUND', { detail: `There is no party ${code}.` });
}
