/**
 * Reminds who was asked before a reply is due, and tells the asker when the term has passed without one. Any node looks, by the clock of
 * the database; notices have ids that follow from the question, so a look done twice, or ended in the middle, tells nobody twice. What
 * was due while no node ran is told at the next look: a reminder only while it can still help.
 */
import type { ReplyTerms } from '../contract/schemas.ts';
import { change, type RetentionDoors } from './doors.ts';

const QUESTIONS_AT_ONCE = 200;

interface Due {
  readonly message_id: string;
  readonly asked: string;
  readonly asker: string;
  readonly event_id: string;
  readonly type: string;
  readonly correlation_id: string | null;
  readonly reply_by: Date;
  readonly look_at: Date;
  readonly is_over: boolean;
  readonly is_found: boolean;
  /** The question ended without reaching who was asked: a reminder would be about what they never got. */
  readonly is_undelivered: boolean;
}

export const DUE = `SELECT a.message_id, a.asked, a.asker, a.event_id, m.type, m.correlation_id, a.reply_by, a.look_at,
    a.reply_by <= (SELECT hub_now()) AS is_over, a.expired_at IS NOT NULL AS is_found,
    EXISTS (SELECT FROM delivery h WHERE h.id = ANY (m.delivery_ids) AND h.accepted_at = m.accepted_at AND h.destination = a.asked
               AND h.state <> 'delivered') AS is_undelivered
  FROM (SELECT * FROM awaited_reply WHERE look_at <= (SELECT hub_now()) ORDER BY look_at, message_id LIMIT ${QUESTIONS_AT_ONCE}) a
  JOIN message m ON m.id = a.message_id AND m.accepted_at = a.accepted_at ORDER BY a.look_at, a.message_id, a.asked`;

export async function tellOfReplies(doors: RetentionDoors): Promise<void> {
  for (let found = QUESTIONS_AT_ONCE; found === QUESTIONS_AT_ONCE && !doors.isStopping();) {
    const { rows } = await doors.database.work.query<Due>({ name: 'replies-due', text: DUE, values: [] });
    found = rows.length;
    await tellAll(rows, doors);
  }
}

/** What could not be told is told at the next look, and keeps nothing else from being told. */
async function tellAll(rows: readonly Due[], doors: RetentionDoors): Promise<void> {
  const failed: unknown[] = [];
  for (const due of rows) if (!doors.isStopping()) await tell(due, doors).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '));
}

async function tell(due: Due, doors: RetentionDoors): Promise<void> {
  const terms = doors.schemas.messageType(due.type)?.reply;
  if (terms !== undefined) return due.is_over ? expire(due, terms, doors) : remind(due, terms, doors);
  doors.log.warn({ type: due.type, messageId: due.message_id }, 'nobody is told of a reply, because its type waits for none any more');
  await settle(due, null, doors);
}

async function remind(due: Due, terms: ReplyTerms, doors: RetentionDoors): Promise<void> {
  if (!due.is_undelivered)
    await doors.notify({ ...noticeOf(due), eventId: eventId('due', due), type: terms.reminder, at: due.look_at, party: due.asked });
  await settle(due, due.reply_by, doors);
}

/** The finding comes first: from then on a reply is late, so the notice cannot be contradicted. */
async function expire(due: Due, terms: ReplyTerms, doors: RetentionDoors): Promise<void> {
  if (!due.is_found && !(await find(due, doors))) return;
  await doors.notify({ ...noticeOf(due), eventId: eventId('expired', due), type: terms.expired, at: due.reply_by, party: due.asker });
  await settle(due, null, doors);
}

/** False when the reply came, or another node was faster: it tells, or the next look does. */
async function find({ message_id, asked, reply_by, asker }: Due, doors: RetentionDoors): Promise<boolean> {
  const facts = { asked, replyBy: reply_by.toISOString() };
  const found = await change(doors, {
    facts: [{ event: 'message.reply-expired', party: asker, messageId: message_id, facts }],
    text: 'SELECT hub_expire_reply($1, $2, $3)',
    values: (batch) => [message_id, asked, batch],
  });
  return found !== undefined;
}

const SETTLE = 'UPDATE awaited_reply SET look_at = $4 WHERE message_id = $1 AND asked = $2 AND look_at = $3';

/** A reply that came meanwhile has cleared `look_at`, and keeps it so. */
async function settle({ message_id, asked, look_at }: Due, next: Date | null, { database }: RetentionDoors): Promise<void> {
  await database.work.query({ name: 'reply-told', text: SETTLE, values: [message_id, asked, look_at, next] });
}

const eventId = (what: 'due' | 'expired', { message_id, asked }: Due): string => `reply-${what}-${message_id}-${asked}`;

interface About {
  readonly data: Readonly<Record<string, unknown>>;
  readonly causationId: string;
  readonly correlationId?: string;
}

const noticeOf = ({ message_id, event_id, type, asker, asked, reply_by, correlation_id }: Due): About => ({
  data: { messageId: message_id, eventId: event_id, messageType: type, asker, asked, replyBy: reply_by.toISOString() },
  causationId: event_id,
  ...(correlation_id === null ? {} : { correlationId: correlation_id }),
});
