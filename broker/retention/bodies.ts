/**
 * Deletes the content of messages whose term has ended, with the bytes of their attempts and their attachments. A message that is still on its way
 * to somebody, or dead, keeps its content whatever its age: nothing undelivered is lost by the calendar.
 */
import { change, FIRST_ID, ROWS_AT_ONCE, walk, type RetentionDoors } from './doors.ts';

interface Due {
  readonly id: string;
  readonly accepted_at: string;
  readonly delete_after: string;
  readonly is_over: boolean;
}

const DUE = `SELECT m.id, m.accepted_at::text, m.delete_after::text,
    NOT EXISTS (SELECT 1 FROM delivery_open o WHERE o.id = ANY (m.delivery_ids))
    AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = ANY (m.delivery_ids)) AS is_over
  FROM (SELECT * FROM message WHERE body IS NOT NULL AND delete_after <= (SELECT hub_now()) AND (delete_after, id) > ($1, $2)
         ORDER BY delete_after, id LIMIT ${ROWS_AT_ONCE}) m ORDER BY m.delete_after, m.id`;

type Key = Pick<Due, 'delete_after' | 'id'>;

export async function deleteBodies(doors: RetentionDoors): Promise<void> {
  let kept = 0;
  const step = async ({ delete_after, id }: Key): Promise<Key | undefined> => {
    const { rows } = await doors.database.work.query<Due>({ name: 'bodies-due', text: DUE, values: [delete_after, id] });
    const over = rows.filter((row) => row.is_over);
    kept += rows.length - over.length;
    if (over.length > 0) await empty(doors, over);
    return rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
  };
  await walk<Key>({ delete_after: '-infinity', id: FIRST_ID }, step, doors.isStopping);
  if (kept > 0) doors.log.warn({ messages: kept }, 'content is kept past its term, because it is not delivered or dead');
}

const empty = (doors: RetentionDoors, over: readonly Due[]): Promise<unknown> =>
  change(doors, {
    facts: [
      { event: 'retention.deleted', facts: { what: 'content of messages, of their attempts and attachments', messages: over.length } },
    ],
    text: 'SELECT hub_delete_bodies($1, $2, $3)',
    values: (batch) => [over.map((row) => row.id), over.map((row) => row.accepted_at), batch],
  });
