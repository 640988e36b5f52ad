/**
 * Tells senders that the expiry time of their message passed. The note was written in the transaction of the expiry; it is
 * ended only after the notice is accepted like any other message, under an id that follows from the delivery, so that doing
 * it twice gives one notice. About a notice itself nobody is told, and a sender without a destination sees it in the history.
 */
import type { DeliveryExpiredV1 } from '../../schemas/types.generated.ts';
import { HUB } from '../pipeline/notices.ts';
import { change, type RetentionDoors } from './doors.ts';

const TYPE = 'pl.gov.udsc.delivery.expired.v1';
const NOTES_AT_ONCE = 200;

interface Note {
  readonly id: string;
  readonly message_id: string;
  readonly destination: string;
  readonly attempts: number;
  readonly accepted_at: Date;
  readonly expired_at: Date;
  readonly party: string;
  readonly event_id: string;
  readonly type: string;
  readonly correlation_id: string | null;
}

const NOTES = `SELECT n.delivery_id AS id, n.message_id, n.destination, n.attempts, n.accepted_at, n.expired_at, m.party, m.event_id, m.type,
    m.correlation_id
  FROM (SELECT * FROM expiry_notice ORDER BY delivery_id LIMIT ${NOTES_AT_ONCE}) n
  JOIN message m ON m.id = n.message_id AND m.accepted_at = n.accepted_at ORDER BY n.delivery_id`;

export async function tellSenders(doors: RetentionDoors): Promise<void> {
  for (let found = NOTES_AT_ONCE; found === NOTES_AT_ONCE && !doors.isStopping();) {
    const { rows } = await doors.database.work.query<Note>({ name: 'expiry-notes', text: NOTES, values: [] });
    found = rows.length;
    if (found > 0) await tellAll(rows, doors);
  }
}

/** What could not be accepted stays noted and is tried again at the next turn. */
async function tellAll(notes: readonly Note[], doors: RetentionDoors): Promise<void> {
  const results = await Promise.allSettled(notes.map((note) => tell(note, doors)));
  const told = results.flatMap((result, index) => {
    const note = notes[index];
    return result.status === 'fulfilled' && note !== undefined ? [{ ...note, senderTold: result.value }] : [];
  });
  if (told.length > 0) await settle(told, doors);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Whether a notice was accepted, now or by an earlier turn that did not come to its end. */
async function tell(note: Note, doors: RetentionDoors): Promise<boolean> {
  if (note.party === HUB) return false;
  return doors.notify({
    eventId: `expired-${note.id}`,
    type: TYPE,
    at: note.expired_at,
    party: note.party,
    causationId: note.event_id,
    ...(note.correlation_id === null ? {} : { correlationId: note.correlation_id }),
    data: dataOf(note),
  });
}

type Told = Note & { readonly senderTold: boolean };

const settle = (notes: readonly Told[], doors: RetentionDoors): Promise<unknown> =>
  change(doors, {
    facts: notes.map(({ id, message_id, destination, senderTold }) => ({
      event: 'delivery.expired',
      party: destination,
      messageId: message_id,
      facts: { deliveryId: id, senderTold },
    })),
    text: 'SELECT hub_settle_expired($1, $2)',
    values: (batch) => [notes.map((note) => note.id), batch],
  });

const dataOf = (note: Note): DeliveryExpiredV1 => ({
  messageId: note.message_id,
  eventId: note.event_id,
  messageType: note.type,
  destination: note.destination,
  acceptedAt: note.accepted_at.toISOString(),
  expiredAt: note.expired_at.toISOString(),
  attempts: note.attempts,
});
