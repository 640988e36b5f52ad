/** Drops the history of whole days after its term: what was sent by whom to whom, without content, which went long before. */
import { change, type RetentionDoors } from './doors.ts';

/** The newest day whose last message is older than the term, and all before it. */
const DUE = `SELECT to_char(d.day, 'YYYY-MM-DD') AS day
  FROM (SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'message'::regclass AND c.relname ~ '_[0-9]{8}$') d
 WHERE d.day + 1 + $1::int <= ((SELECT hub_now()) AT TIME ZONE 'UTC')::date ORDER BY d.day`;

export async function dropHistory(doors: RetentionDoors): Promise<void> {
  const { rows } = await doors.database.work.query<{ day: string }>(DUE, [doors.config.retention.historyDays]);
  for (const { day } of rows) {
    if (doors.isStopping()) return;
    await change(doors, {
      facts: [{ event: 'retention.deleted', facts: { what: 'history of messages and deliveries', day } }],
      text: 'SELECT hub_drop_history($1, $2)',
      values: (batch) => [day, batch],
    });
  }
}
