/** Tells operators which destinations have dead letters that will soon be discarded, and takes back what is settled. */
import type { Problem } from '../contract/doors.ts';
import type { RetentionDoors } from './doors.ts';

interface Ending {
  readonly destination: string;
  readonly count: number;
  readonly first: Date;
}

const KIND = 'DEAD_LETTERS_ENDING';
const ENDING = `SELECT destination, count(*)::float8 AS count, min(delete_after) AS first FROM dead_letter
  WHERE delete_after <= (SELECT hub_now()) + $1 * interval '1 day' GROUP BY destination`;
const RAISED = 'SELECT subject, words FROM problem WHERE kind = $1';

/** A warning that says the same as before is not raised again: it would look as if it grew. */
export async function warnOfEnding({ database, problems, config }: RetentionDoors): Promise<void> {
  const { rows } = await database.work.query<Ending>({ name: 'dead-letters-ending', text: ENDING, values: [config.retention.warnDays] });
  const raised = (await database.work.query<{ subject: string; words: string }>(RAISED, [KIND])).rows;
  for (const { subject } of raised) if (!rows.some((row) => row.destination === subject)) await problems.resolve(KIND, subject);
  for (const problem of rows.map(problemOf)) {
    if (!raised.some(({ subject, words }) => subject === problem.subject && words === problem.words)) await problems.raise(problem);
  }
}

const problemOf = ({ destination, count, first }: Ending): Problem => ({
  kind: KIND,
  subject: destination,
  words: `${count} dead letters to ${destination} will be discarded because their term ends, the first at ${first.toISOString()}. Retry or discard them before.`,
  severity: 'warning',
  action: { method: 'POST', path: '/api/v1/operations/dead-letters/retries' },
});
