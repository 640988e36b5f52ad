/** Deletes attachments that no message came to refer to, and uploads that were never finished. */
import { change, FIRST_ID, walk, type RetentionDoors } from './doors.ts';

interface Unused {
  readonly id: string;
  readonly expires_at: string;
}

/** Each may have a hundred pieces. */
const AT_ONCE = 50;
export const UNUSED = `SELECT a.id, a.expires_at::text FROM attachment a
  WHERE NOT a.is_used AND a.expires_at <= (SELECT hub_now()) AND (a.expires_at, a.id) > ($1, $2) ORDER BY a.expires_at, a.id LIMIT ${AT_ONCE}`;

export async function deleteAttachments(doors: RetentionDoors): Promise<void> {
  const step = async ({ expires_at, id }: Unused): Promise<Unused | undefined> => {
    const { rows } = await doors.database.work.query<Unused>({ name: 'attachments-unused', text: UNUSED, values: [expires_at, id] });
    if (rows.length > 0) await remove(doors, rows);
    return rows.length === AT_ONCE ? rows.at(-1) : undefined;
  };
  await walk<Unused>({ expires_at: '-infinity', id: FIRST_ID }, step, doors.isStopping);
}

const remove = (doors: RetentionDoors, unused: readonly Unused[]): Promise<unknown> =>
  change(doors, {
    facts: [{ event: 'retention.deleted', facts: { what: 'attachments that no message refers to', attachments: unused.length } }],
    text: 'SELECT hub_delete_attachments($1, $2)',
    values: (batch) => [unused.map(({ id }) => id), batch],
  });
