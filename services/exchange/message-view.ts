/** One message with its derived state, its deliveries and every failed attempt; only for sender, recipients and operators. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { Principal, RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { isUuid } from '../../broker/contract/rest-parameters.ts';
import { deliveryState, messageState } from './message-state.ts';
import { answeredQuestion, awaitedReplies } from './replies.ts';

interface MessageRow {
  readonly id: string;
  readonly accepted_at: Date;
  readonly party: string;
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly subject: string | null;
  readonly sequence_key: string | null;
  readonly correlation_id: string | null;
  readonly causation_id: string | null;
  readonly sha256: Buffer;
  readonly destinations: readonly string[];
  readonly delivery_ids: readonly string[];
}

interface DeliveryRow {
  readonly id: string;
  readonly destination: string;
  readonly state: string;
  readonly position: string | null;
  readonly attempts: number;
  readonly at: Date | null;
  readonly due_at: string | null;
  readonly reason: string | null;
  /** As they are shown. */
  readonly failed_attempts: readonly unknown[];
}

const MESSAGE = `SELECT id, accepted_at, party, source, event_id, type, subject, sequence_key, correlation_id, causation_id,
    sha256, destinations, delivery_ids
  FROM message WHERE id = $1`;

const utc = (instant: string): string => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One statement, so that deliveries and attempts are of the same moment. */
const DELIVERIES = `
  WITH one AS (
    SELECT o.id, o.destination, o.state, o.position, o.attempt AS attempts, NULL::timestamptz AS at,
           CASE WHEN o.state = 'waiting-retry' THEN ${utc('o.due_at')} END AS due_at, o.last_error AS reason
      FROM delivery_open o WHERE o.id = ANY ($1)
    UNION ALL
    SELECT x.delivery_id, x.destination, 'dead', x.position, x.attempts, x.died_at, NULL, x.cause FROM dead_letter x WHERE x.delivery_id = ANY ($1)
    UNION ALL
    SELECT h.id, h.destination, h.state, h.position, h.attempts, h.finished_at, NULL, h.reason FROM delivery h WHERE h.id = ANY ($1) AND h.accepted_at = $2
  )
  SELECT one.*, coalesce(failed.attempts, '[]') AS failed_attempts
    FROM one CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('attempt', a.attempt, 'startedAt', ${utc('a.started_at')}, 'durationMs', a.duration_ms,
               'outcome', a.outcome, 'errorCode', a.error_code, 'status', a.status) ORDER BY a.started_at) AS attempts
        FROM attempt a WHERE a.delivery_id = one.id
    ) failed
   ORDER BY one.id`;

export async function showMessage(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const message = isUuid(call.path.id) ? (await hub.database.reads.query<MessageRow>(MESSAGE, [call.path.id])).rows[0] : undefined;
  if (message === undefined || !maySee(call.principal, message)) throw new HubError('NOT_FOUND');
  const [deliveries, replies, answers] = await Promise.all([
    hub.database.reads.query<DeliveryRow>(DELIVERIES, [message.delivery_ids, message.accepted_at]),
    awaitedReplies(hub, message),
    answeredQuestion(hub, message),
  ]);
  const visible = deliveries.rows.filter((row) => seesAll(call.principal, message) || row.destination === call.principal.party);
  return { status: 200, body: viewOf(message, { deliveries: deliveries.rows, visible, replies, answers, hub }) };
}

const seesAll = (principal: Principal, message: MessageRow): boolean =>
  principal.party === message.party || principal.roles.includes('operate');

const maySee = (principal: Principal, message: MessageRow): boolean =>
  seesAll(principal, message) || message.destinations.includes(principal.party);

interface Parts {
  readonly deliveries: readonly DeliveryRow[];
  readonly visible: readonly DeliveryRow[];
  readonly replies: ReadonlyMap<string, unknown>;
  readonly answers: Record<string, unknown> | null;
  readonly hub: Hub;
}

const viewOf = (message: MessageRow, { deliveries, visible, replies, answers, hub }: Parts): Record<string, unknown> => ({
  id: message.id,
  state: messageState(deliveries.map((row) => row.state)),
  acceptedAt: message.accepted_at.toISOString(),
  sha256: message.sha256.toString('hex'),
  party: message.party,
  source: message.source,
  eventId: message.event_id,
  type: message.type,
  subject: message.subject,
  sequenceKey: message.sequence_key,
  correlationId: message.correlation_id,
  causationId: message.causation_id,
  answers,
  deliveries: visible.map((row) => ({
    id: row.id,
    destination: row.destination,
    state: deliveryState(row.state, hub.registry.destination(row.destination)?.heldSince ?? null),
    position: row.position === null ? null : Number(row.position),
    attempts: row.attempts,
    finishedAt: row.at?.toISOString() ?? null,
    nextAttemptAt: row.due_at,
    reason: row.reason,
    reply: replies.get(row.destination) ?? null,
    failedAttempts: row.failed_attempts,
  })),
  history: [
    { at: message.accepted_at.toISOString(), event: 'accepted' },
    ...visible.flatMap((row) => (row.at === null ? [] : [{ at: row.at.toISOString(), event: row.state, destination: row.destination }])),
  ],
});
