/** Search over the messages a party sent or received, newest last, in keyset pages of (acceptedAt, id). */
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { isCursorInstant } from '../../broker/contract/cursor.ts';
import { instant, isUuid, text, wholeNumber } from '../../broker/contract/rest-parameters.ts';

interface FoundRow {
  readonly id: string;
  readonly accepted_at: Date;
  readonly party: string;
  readonly type: string;
  readonly subject: string | null;
  readonly sequence_key: string | null;
  readonly correlation_id: string | null;
  readonly destinations: readonly string[];
}

const FIND = `SELECT id, accepted_at, party, type, subject, sequence_key, correlation_id, destinations FROM message
  WHERE ($1::text IS NULL OR party = $1 OR $1 = ANY (destinations))
    AND ($2::text IS NULL OR party = $2) AND ($3::text IS NULL OR type = $3) AND ($4::text IS NULL OR subject = $4)
    AND ($5::text IS NULL OR sequence_key = $5) AND ($6::text IS NULL OR correlation_id = $6)
    AND accepted_at >= coalesce($7::timestamptz, '-infinity') AND accepted_at < coalesce($8::timestamptz, 'infinity')
    AND (accepted_at, id) > (coalesce($9::timestamptz, '-infinity'), coalesce($10::uuid, '00000000-0000-0000-0000-000000000000'))
    AND ($12::text IS NULL OR hub_message_state(delivery_ids, accepted_at) = $12)
  ORDER BY accepted_at, id LIMIT $11`;

const STATES = new Set(['accepted', 'delivered', 'partly-delivered', 'failed']);

export async function searchMessages(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const limit = wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 50 });
  const own = call.principal.roles.includes('operate') ? null : call.principal.party;
  const [afterAt, afterId] = cursorOf(call);
  const values = [
    own,
    ...['party', 'type', 'subject', 'sequenceKey', 'correlationId'].map((name) => text(call, name)),
    instant(call, 'from'),
    instant(call, 'to'),
  ];
  const { rows } = await hub.database.reads.query<FoundRow>(FIND, [...values, afterAt, afterId, limit, stateOf(call)]);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    status: 200,
    body: { messages: rows.map(found), next: last === undefined ? null : `${last.accepted_at.toISOString()}_${last.id}` },
  };
}

function stateOf(call: RestCall): string | null {
  const state = text(call, 'state');
  if (state === null || STATES.has(state)) return state;
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/state', detail: `must be one of ${[...STATES].join(', ')}` }] });
}

function cursorOf(call: RestCall): [string | null, string | null] {
  const cursor = text(call, 'after');
  if (cursor === null) return [null, null];
  const [, at, id] = /^([^_]*)_(.*)$/.exec(cursor) ?? [];
  if (at === undefined || !isCursorInstant(at) || !isUuid(id))
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/after', detail: 'is not a cursor of this search' }] });
  return [at, id];
}

const found = (row: FoundRow): Record<string, unknown> => ({
  id: row.id,
  acceptedAt: row.accepted_at.toISOString(),
  party: row.party,
  type: row.type,
  subject: row.subject,
  sequenceKey: row.sequence_key,
  correlationId: row.correlation_id,
  links: { self: `/api/v1/messages/${row.id}` },
});
