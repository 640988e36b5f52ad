/** What keeps the tables fit, and deletes nothing that anybody could miss: partitions of coming days, rows of idle writers. */
import type { RetentionDoors } from './doors.ts';

const DAYS_AHEAD = 3;
/** More rows than this for one destination are folded into one; fewer cost the readers nothing. */
const TALLY_ROWS = 64;

export async function makePartitions({ database }: RetentionDoors): Promise<void> {
  for (const table of ['message', 'delivery', 'audit_entry']) {
    await database.work.query('SELECT hub_make_partitions($1, $2)', [table, DAYS_AHEAD]);
  }
}

export async function foldTallies({ database }: RetentionDoors): Promise<void> {
  await database.work.query({ name: 'fold-tallies', text: 'SELECT hub_fold_tallies($1)', values: [TALLY_ROWS] });
}
