/** Forgets dedupe keys after their time. A key whose message is still on its way, or dead, stays: its repeat must be known. */
import { FIRST_ID, ROWS_AT_ONCE, walk, type RetentionDoors } from './doors.ts';

interface Seen {
  readonly seen: string;
  readonly last_at: string;
  readonly last_id: string;
}

type Key = Pick<Seen, 'last_at' | 'last_id'>;

const FORGET = `SELECT * FROM hub_forget_keys((SELECT hub_now()) - $1 * interval '1 day', ${ROWS_AT_ONCE}, $2, $3)`;

export async function forgetKeys({ database, config, isStopping }: RetentionDoors): Promise<void> {
  const step = async ({ last_at, last_id }: Key): Promise<Key | undefined> => {
    const values = [config.retention.dedupeDays, last_at, last_id];
    const [row] = (await database.work.query<Seen>({ name: 'forget-keys', text: FORGET, values })).rows;
    return row !== undefined && Number(row.seen) === ROWS_AT_ONCE ? row : undefined;
  };
  await walk<Key>({ last_at: '-infinity', last_id: FIRST_ID }, step, isStopping);
}
