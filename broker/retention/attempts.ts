/** Deletes attempts whose term has ended. Those of an open delivery or a dead letter stay with it. */
import { change, ROWS_AT_ONCE, walk, type RetentionDoors } from './doors.ts';

interface Due {
  readonly delivery_id: string;
  readonly delete_after: string;
  readonly is_over: boolean;
}

const DUE = `SELECT a.delivery_id, a.delete_after::text, NOT EXISTS (SELECT 1 FROM delivery_open o WHERE o.id = a.delivery_id)
    AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = a.delivery_id) AS is_over
  FROM (SELECT delivery_id, delete_after FROM attempt WHERE delete_after <= (SELECT hub_now()) AND (delete_after, delivery_id) > ($1, $2)
         ORDER BY delete_after, delivery_id LIMIT ${ROWS_AT_ONCE}) a ORDER BY a.delete_after, a.delivery_id`;

type Key = Pick<Due, 'delete_after' | 'delivery_id'>;

export async function deleteAttempts(doors: RetentionDoors): Promise<void> {
  const step = async ({ delete_after, delivery_id }: Key): Promise<Key | undefined> => {
    const { rows } = await doors.database.work.query<Due>({ name: 'attempts-due', text: DUE, values: [delete_after, delivery_id] });
    const over = [...new Set(rows.filter((row) => row.is_over).map((row) => row.delivery_id))];
    if (over.length > 0) await drop(doors, over);
    return rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
  };
  await walk<Key>({ delete_after: '-infinity', delivery_id: '0' }, step, doors.isStopping);
}

const drop = (doors: RetentionDoors, deliveries: readonly string[]): Promise<unknown> =>
  change(doors, {
    facts: [{ event: 'retention.deleted', facts: { what: 'attempts', deliveries: deliveries.length } }],
    text: 'SELECT hub_delete_attempts($1, $2)',
    values: (batch) => [deliveries, batch],
  });
