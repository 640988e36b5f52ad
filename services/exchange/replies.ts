/** What a message says of replies: of a question, whether each recipient has replied; of a reply, which question it answers and whether late. */
import type { Hub } from '../../broker/contract/hub.ts';

interface QuestionRow {
  readonly asked: string;
  readonly reply_by: Date;
  readonly state: 'OPEN' | 'ANSWERED' | 'EXPIRED' | 'ANSWERED_LATE';
  readonly replied_at: Date | null;
  readonly reply_id: string | null;
}

interface AnsweredRow {
  readonly message_id: string;
  readonly event_id: string;
  readonly reply_by: Date;
  readonly is_late: boolean;
  readonly is_further: boolean;
}

export interface About {
  readonly id: string;
  readonly type: string;
  readonly party: string;
  readonly causation_id: string | null;
  readonly accepted_at: Date;
  readonly destinations: readonly string[];
}

/** The state is derived from what is stored and the clock, so it is true before any notice went out. */
const QUESTION = `SELECT a.asked, a.reply_by, a.replied_at, a.reply_id,
    CASE WHEN a.reply_id IS NOT NULL THEN CASE WHEN a.is_late THEN 'ANSWERED_LATE' ELSE 'ANSWERED' END
         WHEN a.expired_at IS NOT NULL OR a.reply_by <= hub_now() THEN 'EXPIRED' ELSE 'OPEN' END AS state
  FROM awaited_reply a WHERE a.message_id = $1`;

/** The question that the message was counted for; of a further reply, the first that it could be for. */
const ANSWERED = `SELECT a.message_id, a.event_id, a.reply_by, a.reply_id IS DISTINCT FROM $1 AS is_further,
    CASE WHEN a.reply_id = $1 THEN a.is_late ELSE $6::timestamptz > a.reply_by END AS is_late
  FROM awaited_reply a WHERE a.asker = ANY ($2) AND a.event_id = $3 AND a.asked = $4 AND a.reply_type = $5
  ORDER BY a.reply_id IS DISTINCT FROM $1, a.accepted_at, a.message_id LIMIT 1`;

type Doors = Pick<Hub, 'database' | 'schemas'>;

/** By who was asked; empty for every message that waits for nothing. */
export async function awaitedReplies({ database, schemas }: Doors, { id, type }: About): Promise<ReadonlyMap<string, unknown>> {
  if (schemas.messageType(type)?.reply === undefined) return new Map();
  const { rows } = await database.reads.query<QuestionRow>(QUESTION, [id]);
  return new Map(rows.map((row) => [row.asked, replyView(row)]));
}

const replyView = ({ reply_by, state, replied_at, reply_id }: QuestionRow): Record<string, unknown> => ({
  by: reply_by.toISOString(),
  state,
  repliedAt: replied_at?.toISOString() ?? null,
  replyId: reply_id,
});

/** Null where the message is no reply. */
export async function answeredQuestion({ database, schemas }: Doors, about: About): Promise<Record<string, unknown> | null> {
  if (schemas.messageType(about.type)?.isReply !== true) return null;
  const { id, destinations, causation_id, party, type, accepted_at } = about;
  const { rows } = await database.reads.query<AnsweredRow>(ANSWERED, [id, destinations, causation_id, party, type, accepted_at]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    messageId: row.message_id,
    eventId: row.event_id,
    by: row.reply_by.toISOString(),
    isLate: row.is_late,
    isFurther: row.is_further,
  };
}
