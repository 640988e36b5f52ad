/** Lists of consultations: what a consulate submitted, what the Office has to look at, and the work list of an authority by the time left. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { isCursorInstant } from '../../broker/contract/cursor.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { isUuid, text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import type { Parts } from './parts.ts';
import { record, requireRight } from './rights.ts';

const LIMITS = { least: 1, most: 200, otherwise: 50 };

interface Item {
  readonly consultationId: string;
  readonly key: string;
}

const AT = `to_char($COLUMN AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const WORK = `SELECT k.consultation_id AS "consultationId", c.reference, c.application_number AS "applicationNumber", k.state,
    k.delivered_at AS "deliveredAt", k.due_at AS "dueAt", ${AT.replace('$COLUMN', 'k.due_at')} AS key
  FROM consultation_child k JOIN consultation c ON c.id = k.consultation_id
  WHERE k.authority = $1 AND k.ended_at IS NULL AND k.due_at IS NOT NULL AND (k.due_at, k.consultation_id) > ($2::timestamptz, $3::uuid)
  ORDER BY k.due_at, k.consultation_id LIMIT $4`;

export async function workList({ hub }: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(hub, call, 'consultations.answer');
  const max = wholeNumber(call, 'max', LIMITS);
  const { at, id } = cursorIn(call);
  const { rows } = await hub.database.reads.query<Item>({ name: 'consultation-work', text: WORK, values: [by.party, at, id, max] });
  await record(hub, by, { event: 'consultation.read', facts: { list: 'work-list', count: rows.length } });
  return { status: 200, body: { items: rows.map(withLinks), ...nextOf(rows, max) } };
}

const STATE = `CASE WHEN cancelled_at IS NOT NULL THEN 'CANCELLED' WHEN released_at IS NOT NULL THEN 'RELEASED'
  WHEN final_at IS NOT NULL AND $8 THEN 'FINAL' ELSE 'OPEN' END`;

const LIST = `SELECT id AS "consultationId", reference, application_number AS "applicationNumber", party, ${STATE} AS state,
    submitted_at AS "submittedAt", due_at AS "dueAt",
    CASE WHEN $8 OR released_at IS NOT NULL THEN final_verdict END AS "finalVerdict", ${AT.replace('$COLUMN', 'submitted_at')} AS key
  FROM consultation
  WHERE ($1::text IS NULL OR party = $1) AND ($2::text IS NULL OR application_number = $2) AND ($3::text IS NULL OR group_id = $3)
    AND ($4::text IS NULL OR ${STATE} = $4) AND (submitted_at, id) > ($5::timestamptz, $6::uuid)
  ORDER BY submitted_at, id LIMIT $7`;

/** Of the caller's own; the Office sees all. */
export async function list({ hub }: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(hub, call, 'consultations.read');
  const isOffice = by.party === hub.config.consultations.office;
  const max = wholeNumber(call, 'max', LIMITS);
  const { at, id } = cursorIn(call);
  const filters = [text(call, 'applicationNumber'), text(call, 'groupId'), stateIn(call)];
  const { rows } = await hub.database.reads.query<Item>(LIST, [isOffice ? null : by.party, ...filters, at, id, max, isOffice]);
  await record(hub, by, { event: 'consultation.read', facts: { list: 'consultations', count: rows.length } });
  return { status: 200, body: { consultations: rows.map(withLinks), ...nextOf(rows, max) } };
}

const withLinks = ({ key: _, ...item }: Item): Record<string, unknown> => ({
  ...item,
  links: { self: `/api/v1/consultations/${item.consultationId}` },
});

const nextOf = (rows: readonly Item[], max: number): { next?: string } => {
  const last = rows.at(-1);
  return last === undefined || rows.length < max ? {} : { next: `${last.key}_${last.consultationId}` };
};

const BEGINNING = { at: '0001-01-01T00:00:00.000Z', id: '00000000-0000-0000-0000-000000000000' };

function cursorIn(call: RestCall): typeof BEGINNING {
  const after = text(call, 'after');
  if (after === null) return BEGINNING;
  const [at = '', id = ''] = after.split('_');
  if (isCursorInstant(at) && isUuid(id)) return { at, id };
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/after', detail: 'is not a cursor that a page gave' }] });
}

const STATES = ['OPEN', 'FINAL', 'RELEASED', 'CANCELLED'];

function stateIn(call: RestCall): string | null {
  const state = text(call, 'state');
  if (state === null || STATES.includes(state)) return state;
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/state', detail: `must be one of ${STATES.join(', ')}` }] });
}
