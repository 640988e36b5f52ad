/** Deletes encrypted content when its term has ended, a bounded number of rows at a time. */
import type { Hub } from '../../broker/contract/hub.ts';

const ROWS_AT_ONCE = 1000;
const LEAST_MS = 100;
const MOST_MS = 60_000;

const due = (table: string, condition: string, order: string): string =>
  `ctid = ANY (ARRAY (SELECT ctid FROM ${table} WHERE ${condition} ORDER BY ${order} LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED))`;
const endedBefore = (column: string): string => `sealed IS NOT NULL AND ${column} <= hub_now() - $1 * interval '1 day'`;

/** What SIS said. */
const MATCHES = `DELETE FROM sis_match WHERE ${due('sis_match', 'expires_at <= hub_now()', 'expires_at')}`;
/** What officers said: of a false match from the judgement on, of a hit once SIRENE closed its report. */
const FALSE_MATCHES = `UPDATE sis_judgement SET sealed = NULL, key_id = NULL
  WHERE ${due('sis_judgement', `kind = 'FALSE_MATCH' AND ${endedBefore('judged_at')}`, 'judged_at')}`;
const HITS = `WITH closed AS (UPDATE sis_hit_report SET sealed = NULL, key_id = NULL
    WHERE ${due('sis_hit_report', endedBefore('closed_at'), 'closed_at')} RETURNING hit_id)
  UPDATE sis_judgement j SET sealed = NULL, key_id = NULL FROM closed WHERE j.hit_id = closed.hit_id`;

type RetentionHub = Pick<Hub, 'config' | 'database'>;

/** Deletes all that is due, unless the node stops. */
export async function deleteEnded({ config, database }: RetentionHub, isStopping: () => boolean): Promise<void> {
  const days = [config.sis.judgementKeepDays];
  for (const [text, values] of [
    [MATCHES, []],
    [FALSE_MATCHES, days],
    [HITS, days],
  ] as const)
    for (let ended = ROWS_AT_ONCE; ended === ROWS_AT_ONCE && !isStopping();)
      ended = (await database.work.query(text, [...values])).rowCount ?? 0;
}

export const deletionEveryMs = (matchRetentionMs: number): number => Math.min(MOST_MS, Math.max(LEAST_MS, matchRetentionMs));
