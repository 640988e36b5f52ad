/**
 * Step: a question says by when it wants the reply, and a reply finds the question that waits for it. Types are known by the keyword
 * `x-reply` of their schema alone.
 */
import type pg from 'pg';
import { HubError, type Fault } from '../../contract/errors.ts';
import type { Submission } from '../../contract/message.ts';
import type { Registry } from '../../contract/registry.ts';
import type { MessageType } from '../../contract/schemas.ts';
import type { EnvelopeAttributes } from './read-event.ts';

const DAY_MS = 86_400_000;

/** What a question waits for; undefined for every other type. Throws INVALID_MESSAGE for an instant that no clock shows. */
export function awaitedBy(envelope: EnvelopeAttributes, { reply }: MessageType): Submission['awaits'] {
  if (reply === undefined) return undefined;
  const byMs = Date.parse(String((envelope.data as Readonly<Record<string, unknown>>)[reply.by]));
  if (Number.isNaN(byMs)) throw new HubError('INVALID_MESSAGE', { faults: [{ pointer: `/data/${reply.by}`, detail: 'is no instant' }] });
  return { replyType: reply.type, by: new Date(byMs).toISOString() };
}

export interface TermDoors {
  readonly registry: Pick<Registry, 'destination'>;
  readonly nowMs: number;
  readonly mostDays: number;
}

/** What is wrong with a question at this moment: its term, or that no reply could reach who asks. */
export function termFaults({ awaits, party }: Submission, { reply }: MessageType, doors: TermDoors): readonly Fault[] {
  if (awaits === undefined || reply === undefined) return [];
  const pointer = `/data/${reply.by}`;
  const aheadMs = Date.parse(awaits.by) - doors.nowMs;
  if (aheadMs <= 0) return [{ pointer, detail: 'lies in the past' }];
  if (aheadMs > doors.mostDays * DAY_MS) return [{ pointer, detail: `lies more than ${doors.mostDays} days ahead` }];
  return doors.registry.destination(party) === undefined
    ? [{ pointer: '/type', detail: 'no reply could reach the sender, who receives nothing' }]
    : [];
}

const QUESTION = `SELECT FROM awaited_reply a WHERE a.asker = ANY ($1) AND a.event_id = $2 AND a.asked = $3 AND a.reply_type = $4 LIMIT 1`;

/**
 * Throws INVALID_MESSAGE without a causationid, and REPLY_NOT_AWAITED where none of the recipients asked the sender: the words are the
 * same whether there is no such question or it was put to somebody else.
 */
export async function checkQuestion({ causationId, recipients, party, type }: Submission, pool: pg.Pool): Promise<void> {
  const missing = { pointer: '/causationid', detail: 'a reply names the id of the question here' };
  if (causationId === null) throw new HubError('INVALID_MESSAGE', { faults: [missing] });
  const values = [recipients.map(({ destination }) => destination), causationId, party, type];
  const { rowCount } = await pool.query({ name: 'question-of-reply', text: QUESTION, values });
  if (rowCount !== 1)
    throw new HubError('REPLY_NOT_AWAITED', { faults: [{ pointer: '/causationid', detail: 'no recipient of this asked the sender so' }] });
}
