/** Dead letters for operators: pages, and one with all its attempts. Sizes are shown, never contents. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import { isDeliveryId } from './choice.ts';
import { actorOf } from './destinations.ts';

const LETTER = `x.delivery_id::text AS id, x.message_id AS "messageId", x.destination, x.sender, x.type, x.lane_id AS "laneId", x.position,
  x.lane_released AS "laneReleased", x.cause, x.fingerprint AS "group", x.attempts, x.mapping_version AS "mappingVersion",
  x.accepted_at AS "acceptedAt", x.first_failed_at AS "firstFailedAt", x.died_at AS "diedAt", x.expires_at AS "expiresAt", x.delete_after AS "deleteAfter"`;

const PAGE = `SELECT ${LETTER} FROM dead_letter x WHERE x.delivery_id > $1::bigint AND ($2::text IS NULL OR x.destination = $2)
  AND ($3::text IS NULL OR x.fingerprint = $3) AND ($4::text IS NULL OR x.type = $4) ORDER BY x.delivery_id LIMIT $5`;

/** Of one round of attempts or of several: a retried letter begins anew and keeps what was. */
const ATTEMPTS = `SELECT attempt, started_at AS "startedAt", duration_ms AS "durationMs", outcome, error_code AS "errorCode", status, node,
    octet_length(sent) AS "sentBytes", octet_length(received) AS "receivedBytes" FROM attempt WHERE delivery_id = $1 ORDER BY started_at, attempt`;

export async function listDeadLetters(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const limit = wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 50 });
  const after = text(call, 'after') ?? '0';
  if (after !== '0' && !isDeliveryId(after))
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/after', detail: 'is not a cursor of this list' }] });
  const values = [after, text(call, 'destination'), text(call, 'group'), text(call, 'type'), limit];
  const { rows } = await hub.database.reads.query<{ id: string }>(PAGE, values);
  return { status: 200, body: { deadLetters: rows, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null } };
}

export async function showDeadLetter(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { id } = call.path;
  if (!isDeliveryId(id)) throw new HubError('NOT_FOUND');
  const [letters, attempts] = await Promise.all([
    hub.database.reads.query<{ messageId: string }>(`SELECT ${LETTER} FROM dead_letter x WHERE x.delivery_id = $1`, [id]),
    hub.database.reads.query(ATTEMPTS, [id]),
  ]);
  const [letter] = letters.rows;
  if (letter === undefined) throw new HubError('NOT_FOUND');
  await hub.audit.operations.record([
    { ...actorOf(call), event: 'message.read', messageId: letter.messageId, facts: { deliveryId: id, deadLetter: true } },
  ]);
  return { status: 200, body: { ...letter, attemptLog: attempts.rows, links: { message: `/api/v1/messages/${letter.messageId}` } } };
}
