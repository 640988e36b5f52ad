/**
 * Consultations are kept for five years after their end, as the file of a visa application is (Reg. (EC) 767/2008 Art. 23), and then deleted
 * with all that hangs on them; a bounded number at a time. What the audit log says of them has a term of its own.
 */
import type { Hub } from '../../broker/contract/hub.ts';

const ROWS_AT_ONCE = 500;

const DELETE = `DELETE FROM consultation WHERE id IN (SELECT id FROM consultation WHERE ended_at < hub_now() - $1 * interval '1 day'
  ORDER BY ended_at LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED)`;

export async function deleteEnded({ config, database }: Pick<Hub, 'config' | 'database'>): Promise<void> {
  for (let ended = ROWS_AT_ONCE; ended === ROWS_AT_ONCE;)
    ended = (await database.work.query(DELETE, [config.consultations.keepDays])).rowCount ?? 0;
}
