/** Deletes encrypted content, and later the records of searches, when their terms have ended; a bounded number of rows at a time. */
import type { Hub } from '../../broker/contract/hub.ts';

const ROWS_AT_ONCE = 1000;
const LEAST_MS = 100;
const MOST_MS = 60_000;

const due = (table: string, condition: string, order: string): string =>
  `${aliasOf(table)}ctid = ANY (ARRAY (SELECT ${aliasOf(table)}ctid FROM ${table} WHERE ${condition} ORDER BY ${order} LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED))`;
const aliasOf = (table: string): string => (table.includes(' ') ? `${table.split(' ')[1] ?? ''}.` : '');
const olderThan = (column: string): string => `${column} <= hub_now() - $1 * interval '1 day'`;
const endedBefore = (column: string): string => `sealed IS NOT NULL AND ${olderThan(column)}`;

/** What SIS said. */
const MATCHES = `DELETE FROM sis_match WHERE ${due('sis_match', 'expires_at <= hub_now()', 'expires_at')}`;
/** What officers said: of a false match from the judgement on, of a hit once SIRENE closed its report. */
const FALSE_MATCHES = `UPDATE sis_judgement SET sealed = NULL, key_id = NULL
  WHERE ${due('sis_judgement', `kind = 'FALSE_MATCH' AND ${endedBefore('judged_at')}`, 'judged_at')}`;
const HITS = `WITH closed AS (UPDATE sis_hit_report SET sealed = NULL, key_id = NULL
    WHERE ${due('sis_hit_report', endedBefore('closed_at'), 'closed_at')} RETURNING hit_id)
  UPDATE sis_judgement j SET sealed = NULL, key_id = NULL FROM closed WHERE j.hit_id = closed.hit_id`;

/** Logs of a search end after three years (2018/1861 and 2018/1862 Art. 12), with what hangs on them once nothing of it is open. */
const REPORTS = `DELETE FROM sis_hit_report WHERE ${due('sis_hit_report', `state = 'CLOSED' AND ${olderThan('closed_at')}`, 'closed_at')}`;
const JUDGEMENTS = `DELETE FROM sis_judgement j WHERE ${due(
  'sis_judgement j',
  `${olderThan('j.judged_at')} AND NOT EXISTS (SELECT FROM sis_hit_report h WHERE h.hit_id = j.hit_id)`,
  'j.judged_at',
)}`;
const SEARCHES = `DELETE FROM sis_search s WHERE ${due(
  'sis_search s',
  `${olderThan('s.requested_at')} AND NOT EXISTS (SELECT FROM sis_judgement j WHERE j.search_id = s.id)
     AND NOT EXISTS (SELECT FROM sis_match m WHERE m.search_id = s.id)`,
  's.requested_at',
)}`;

type RetentionHub = Pick<Hub, 'config' | 'database'>;

/** Deletes all that is due, unless the node stops. */
export async function deleteEnded({ config, database }: RetentionHub, isStopping: () => boolean): Promise<void> {
  const [days, record] = [[config.sis.judgementKeepDays], [config.sis.recordKeepDays]];
  for (const [text, values] of [
    [MATCHES, []],
    [FALSE_MATCHES, days],
    [HITS, days],
    [REPORTS, record],
    [JUDGEMENTS, record],
    [SEARCHES, record],
  ] as const)
    for (let ended = ROWS_AT_ONCE; ended === ROWS_AT_ONCE && !isStopping();)
      ended = (await database.work.query(text, [...values])).rowCount ?? 0;
}

export const deletionEveryMs = (matchRetentionMs: number): number => Math.min(MOST_MS, Math.max(LEAST_MS, matchRetentionMs));
