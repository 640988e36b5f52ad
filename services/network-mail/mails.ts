/** Mails that could not be used, without their contents: pages, the latest first, and one by its id. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid, text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import type { OperationsNetworkMail } from '../../schemas/types.generated.ts';

const ISO = (column: string): string => `to_char(u.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const MAIL = `SELECT u.id, u.state, u.reason, u.size AS "sizeBytes", u.sha256, u.is_whole AS "isWhole", ${ISO('received_at')} AS "receivedAt",
    ${ISO('delete_after')} AS "deleteAfter", u.handling, ${ISO('handled_at')} AS "handledAt", u.handled_by AS "handledBy",
    u.handled_why AS "handledWhy", ${ISO('reread_at')} AS "rereadAt" FROM network_unreadable u`;
const PAGE = `${MAIL} WHERE ($1::text IS NULL OR u.state = $1) AND ($2::text IS NULL OR u.handling = $2)
    AND ($3::uuid IS NULL OR (u.received_at, u.id) < (SELECT o.received_at, o.id FROM network_unreadable o WHERE o.id = $3))
  ORDER BY u.received_at DESC, u.id DESC LIMIT $4`;

const HANDLINGS: readonly (string | null)[] = [null, 'OPEN', 'REREAD', 'TAKEN', 'HANDLED'];

export async function listMails(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const limit = wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 50 });
  const [state, handling, after] = [text(call, 'state'), text(call, 'handling'), text(call, 'after')];
  if (!HANDLINGS.includes(handling)) throw wrong('handling', 'must be OPEN, REREAD, TAKEN or HANDLED');
  if (after !== null && !isUuid(after)) throw wrong('after', 'is not a cursor of this list');
  const { rows } = await hub.database.reads.query<OperationsNetworkMail>(PAGE, [state, handling, after, limit]);
  return { status: 200, body: { mails: rows, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null } };
}

/** Throws NOT_FOUND. */
export async function mailOf(hub: Hub, { path: { id } }: RestCall): Promise<OperationsNetworkMail> {
  const found = isUuid(id) ? await hub.database.reads.query<OperationsNetworkMail>(`${MAIL} WHERE u.id = $1`, [id]) : undefined;
  const [mail] = found?.rows ?? [];
  if (mail === undefined) throw new HubError('NOT_FOUND');
  return mail;
}

const wrong = (name: string, detail: string): HubError =>
  new HubError('INVALID_PARAMETER', { faults: [{ pointer: `/query/${name}`, detail }] });
