/**
 * Ends dead letters whose term has ended: they are discarded as by an operator, with the reason of retention, so the books
 * add up and their lanes go on. Operators are warned before, while they can still retry.
 */
import { change, ROWS_AT_ONCE, walk, type RetentionDoors } from './doors.ts';

interface Due {
  readonly id: string;
  readonly message_id: string;
  readonly destination: string;
  readonly cause: string;
}

interface MovedRow {
  readonly kind: 'discarded' | 'promoted';
  readonly id: string;
  readonly destination: string | null;
}

const DUE = `SELECT delivery_id AS id, message_id, destination, cause FROM dead_letter
  WHERE delete_after <= (SELECT hub_now()) ORDER BY delete_after, delivery_id LIMIT ${ROWS_AT_ONCE}`;
const REASON = 'RETENTION: its term has ended';

/** A batch that an operator was faster in is left to the next round. */
export async function discardDeadLetters(doors: RetentionDoors): Promise<void> {
  const step = async (): Promise<true | undefined> => {
    const { rows } = await doors.database.work.query<Due>({ name: 'dead-letters-due', text: DUE, values: [] });
    const isDone = rows.length === 0 || (await discard(doors, rows));
    return isDone && rows.length === ROWS_AT_ONCE ? true : undefined;
  };
  await walk<true>(true, step, doors.isStopping);
}

async function discard(doors: RetentionDoors, due: readonly Due[]): Promise<boolean> {
  const ids = due.map((row) => row.id);
  const { operationsWriter, dispatch } = doors.deliveries;
  const moved = await change<MovedRow>(doors, {
    facts: due.map(({ id, message_id, destination, cause }) => ({
      event: 'retention.discarded',
      messageId: message_id,
      facts: { deliveryId: id, destination, cause },
    })),
    text: 'SELECT * FROM hub_discard_dead($1, $2, $3, $4, $5)',
    values: (batch) => [operationsWriter, ids, REASON, batch, doors.config.delivery.dispatchLeaseMs],
  });
  for (const row of moved ?? []) if (row.kind === 'promoted' && row.destination !== null) dispatch(row.destination, [row.id]);
  return moved !== undefined;
}
