/** Turns submissions into the parameters of the accept statement: flat JSON arrays and one buffer with all bodies. */
import type { Recipient, Submission } from '../contract/message.ts';
import type { AuditFact } from '../audit/chain.ts';
import { laneId } from './lanes.ts';

export interface Leasing {
  readonly mailboxKeepDays: number;
  /** True when a ticket may go out at once: not held, breaker closed, room in the window, transport up. */
  readonly mayLease: (destination: string) => boolean;
  readonly now: () => number;
  readonly reminding: Reminding;
}

/** When who was asked is reminded: a share of the time before it ends, but so long before at the least. */
export interface Reminding {
  readonly remindShare: number;
  readonly remindLeastMs: number;
}

export function acceptParameters(items: readonly Submission[], leasing: Leasing): [string, Buffer, string] {
  let offset = 1;
  const messages = items.map((item) => {
    const row = messageRow(item, offset);
    offset += item.body.length;
    return row;
  });
  const deliveries = items.flatMap((item) => item.recipients.map((recipient) => deliveryRow(item, recipient, leasing)));
  const bodies = Buffer.concat(items.map((item) => item.body));
  return [JSON.stringify(messages), bodies, JSON.stringify(deliveries.map((row, ord) => ({ ord, ...row })))];
}

/** What few batches have: who is asked for a reply, what replies, what refers to attachments; null where there is nothing. */
export function besideParameter(items: readonly Submission[], { reminding }: Pick<Leasing, 'reminding'>): string | null {
  if (!items.some((item) => item.awaits !== undefined || item.isReply === true || item.attachments !== undefined)) return null;
  const attachments = items.flatMap((item) => (item.attachments ?? []).map(({ id }) => ({ attachment_id: id, message_id: item.id })));
  return JSON.stringify({ awaited: items.flatMap((item) => awaitedRows(item, reminding)), replies: items.flatMap(replyRow), attachments });
}

const awaitedRows = (item: Submission, { remindShare, remindLeastMs }: Reminding): Record<string, unknown>[] =>
  item.awaits === undefined
    ? []
    : item.recipients.map(({ destination }) => ({
        message_id: item.id,
        asked: destination,
        asker: item.party,
        event_id: item.eventId,
        reply_type: item.awaits?.replyType,
        reply_by: item.awaits?.by,
        remind_share: remindShare,
        remind_least_ms: remindLeastMs,
      }));

const replyRow = (item: Submission, ord: number): Record<string, unknown>[] =>
  item.isReply === true
    ? [
        {
          ord,
          reply_id: item.id,
          type: item.type,
          sender: item.party,
          event_id: item.causationId,
          askers: item.recipients.map(({ destination }) => destination),
        },
      ]
    : [];

/** `substring(bytea FROM … FOR …)` counts from 1. */
const messageRow = (item: Submission, offset: number): Record<string, unknown> => ({
  id: item.id,
  party: item.party,
  source: item.source,
  event_id: item.eventId,
  type: item.type,
  subject: item.subject,
  sequence_key: item.sequenceKey,
  correlation_id: item.correlationId,
  causation_id: item.causationId,
  purpose: item.purpose,
  trace_parent: item.traceParent,
  expires_at: item.expiresAt,
  keep_days: item.keepDays,
  sha256: item.sha256,
  body_from: offset,
  body_bytes: item.body.length,
});

function deliveryRow(item: Submission, { destination, pull, isUnordered }: Recipient, leasing: Leasing): Record<string, unknown> {
  const lane = item.sequenceKey === null || isUnordered ? null : laneId({ destination, sender: item.party, sequenceKey: item.sequenceKey });
  return {
    message_id: item.id,
    destination,
    sender: item.party,
    sequence_key: item.sequenceKey,
    lane_id: lane,
    lease: !pull && leasing.mayLease(destination),
    pull,
    expires_at: expiry(item.expiresAt, pull, leasing),
  };
}

/** A mailbox keeps its messages for a set time; an earlier expiry of the message wins. */
function expiry(asked: string | null, pull: boolean, leasing: Leasing): string | null {
  if (!pull) return asked;
  const kept = new Date(leasing.now() + leasing.mailboxKeepDays * 86_400_000).toISOString();
  return asked !== null && Date.parse(asked) < Date.parse(kept) ? asked : kept;
}

export const acceptedFact = (item: Submission): AuditFact => ({
  event: 'message.accepted',
  party: item.party,
  messageId: item.id,
  ...(item.purpose === null ? {} : { purpose: item.purpose }),
  facts: { type: item.type, sha256: item.sha256, recipients: item.recipients.map((recipient) => recipient.destination) },
});
