/**
 * Tells senders that the expiry time of their message passed. The note was written in the transaction of the expiry; it is
 * ended only after the notice is accepted like any other message, under an id that follows from the delivery, so that doing
 * it twice gives one notice. About a notice itself nobody is told, and a sender without a destination sees it in the history.
 */
import { createHash } from 'node:crypto';
import type { DeliveryExpiredV1 } from '../../schemas/types.generated.ts';
import { HubError } from '../contract/errors.ts';
import type { Submission } from '../contract/message.ts';
import type { Destination } from '../contract/registry.ts';
import type { MessageType } from '../contract/schemas.ts';
import { change, type RetentionDoors } from './doors.ts';

const TYPE = 'pl.gov.udsc.delivery.expired.v1';
/** The hub as a sender: no party can have this code. */
const HUB = '/hub';
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
  const type = doors.schemas.messageType(TYPE);
  if (type === undefined) throw new HubError('UNKNOWN_TYPE', { detail: `The schema of ${TYPE} is missing.` });
  for (let found = NOTES_AT_ONCE; found === NOTES_AT_ONCE && !doors.isStopping();) {
    const { rows } = await doors.database.work.query<Note>({ name: 'expiry-notes', text: NOTES, values: [] });
    found = rows.length;
    if (found > 0) await tellAll(rows, type, doors);
  }
}

/** What could not be accepted stays noted and is tried again at the next turn. */
async function tellAll(notes: readonly Note[], type: MessageType, doors: RetentionDoors): Promise<void> {
  const results = await Promise.allSettled(notes.map((note) => tell(note, type, doors)));
  const told = results.flatMap((result, index) => {
    const note = notes[index];
    return result.status === 'fulfilled' && note !== undefined ? [{ ...note, senderTold: result.value }] : [];
  });
  if (told.length > 0) await settle(told, doors);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Whether a notice was accepted, now or by an earlier turn that did not come to its end. */
async function tell(note: Note, type: MessageType, doors: RetentionDoors): Promise<boolean> {
  const to = note.party === HUB ? undefined : doors.registry.destination(note.party);
  if (to === undefined) return false;
  await doors.deliveries.accept(submissionOf(note, to, { id: doors.newId(), keepDays: type.keepDays })).catch((error: unknown) => {
    if (!(error instanceof HubError) || error.hubCode !== 'DUPLICATE_CONTENT_DIFFERS') throw error; // told before, in other words
  });
  return true;
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

function submissionOf(note: Note, to: Destination, { id, keepDays }: { id: string; keepDays: number }): Submission {
  const body = Buffer.from(JSON.stringify(eventOf(note, to.name)));
  return {
    id,
    keepDays,
    body,
    party: HUB,
    source: HUB,
    eventId: eventId(note),
    type: TYPE,
    subject: null,
    sequenceKey: null,
    correlationId: note.correlation_id,
    causationId: note.event_id,
    purpose: null,
    traceParent: null,
    expiresAt: null,
    sha256: createHash('sha256').update(body).digest('hex'),
    recipients: [{ destination: to.name, pull: to.adapter === 'mailbox' }],
  };
}

/** Only what is stored goes in, so that a repeat has the same bytes. */
const eventOf = (note: Note, destination: string): Record<string, unknown> => ({
  specversion: '1.0',
  id: eventId(note),
  source: HUB,
  type: TYPE,
  time: note.expired_at.toISOString(),
  datacontenttype: 'application/json',
  destination,
  ...(note.correlation_id === null ? {} : { correlationid: note.correlation_id }),
  causationid: note.event_id,
  data: dataOf(note),
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

const eventId = (note: Note): string => `expired-${note.id}`;
