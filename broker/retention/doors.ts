/** What housekeeping works with, and how a deletion is recorded in the same transaction as its audit entries. */
import type pg from 'pg';
import type { AuditFact, Hub } from '../contract/hub.ts';

export type RetentionHub = Pick<
  Hub,
  'audit' | 'config' | 'database' | 'deliveries' | 'log' | 'notify' | 'problems' | 'registry' | 'schemas'
>;

export interface RetentionDoors extends RetentionHub {
  readonly isStopping: () => boolean;
}

/** Rows that one statement takes at most, so that no lock and no transaction is held for long. */
export const ROWS_AT_ONCE = 1000;
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** A call of a SQL function that takes the audit batch with its other parameters. */
export interface Change {
  readonly facts: readonly AuditFact[];
  readonly text: string;
  readonly values: (batch: string) => readonly unknown[];
}

/** HB002: a colleague was faster; 55P03: the locks were not free. Either way nothing was done, and the next turn looks again. */
const LEFT_TO_LATER = new Set<unknown>(['HB002', '55P03']);

/** Runs a change with its audit entries; undefined when it was left to another node or a later turn. */
export async function change<Row extends pg.QueryResultRow>(doors: RetentionDoors, wanted: Change): Promise<Row[] | undefined> {
  try {
    return await doors.audit.operations.append(wanted.facts, async (batch) => {
      const { rows } = await doors.database.work.query<Row>(wanted.text, [...wanted.values(JSON.stringify(batch))]);
      return rows;
    });
  } catch (error) {
    if (LEFT_TO_LATER.has((error as { code?: unknown } | null)?.code)) return undefined;
    throw error;
  }
}

/** Walks from a key to the next until there is none, or the node stops. */
export async function walk<Key>(from: Key, step: (at: Key) => Promise<Key | undefined>, isStopping: () => boolean): Promise<void> {
  for (let at: Key | undefined = from; at !== undefined && !isStopping();) at = await step(at);
}
