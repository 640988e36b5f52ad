/** Which dead letters an action is about: named ones, a failure group, or a filter; in the order in which they were created. */
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';

/** More are left for the next call, so that one statement never holds its locks for long. */
const MOST_AT_ONCE = 1000;

export interface Chosen {
  readonly id: string;
  readonly messageId: string;
  readonly destination: string;
}

type Body = Readonly<Record<string, unknown>>;

interface Choice {
  readonly ids: readonly string[] | null;
  readonly group: string | null;
  readonly destination: string | null;
  readonly type: string | null;
}

const CHOSEN = `FROM dead_letter WHERE ($1::bigint[] IS NULL OR delivery_id = ANY ($1)) AND ($2::text IS NULL OR fingerprint = $2)
  AND ($3::text IS NULL OR destination = $3) AND ($4::text IS NULL OR type = $4)`;

/** Throws INVALID_SETTING for a body that does not choose, INVALID_STATE when a named one is no dead letter. */
export async function chooseDeadLetters(hub: Hub, body: Body): Promise<{ total: number; chosen: Chosen[] }> {
  const { ids, group, destination, type } = choiceOf(body);
  const values = [ids, group, destination, type];
  const [found, counted] = await Promise.all([
    hub.database.reads.query<Chosen>(
      `SELECT delivery_id::text AS id, message_id AS "messageId", destination ${CHOSEN} ORDER BY delivery_id LIMIT ${MOST_AT_ONCE}`,
      values,
    ),
    hub.database.reads.query<{ total: number }>(`SELECT count(*)::float8 AS total ${CHOSEN}`, values),
  ]);
  if (ids !== null) refuseMissing(ids, found.rows);
  return { total: counted.rows[0]?.total ?? 0, chosen: found.rows };
}

/** Every member must be known: one that is ignored would promise what does not happen. */
export function refuseUnknown(body: Body, known: readonly string[]): void {
  refuse(
    Object.keys(body)
      .filter((name) => !known.includes(name))
      .map((name) => ({ pointer: `/${name}`, detail: 'is not supported here' })),
  );
}

function choiceOf(body: Body): Choice {
  const given = ['ids', 'group', 'filter'].filter((name) => body[name] !== undefined);
  if (given.length !== 1) refuse([{ pointer: '', detail: 'expected exactly one of ids, group and filter' }]);
  const none = { ids: null, group: null, destination: null, type: null };
  if (body.ids !== undefined) return { ...none, ids: idsOf(body.ids) };
  return body.group === undefined ? { ...none, ...filterOf(body.filter) } : { ...none, group: textOf(body.group, '/group') };
}

function idsOf(ids: unknown): string[] {
  const isList = Array.isArray(ids) && ids.length > 0 && ids.length <= MOST_AT_ONCE && ids.every(isDeliveryId);
  if (!isList) refuse([{ pointer: '/ids', detail: `must be 1 to ${MOST_AT_ONCE} ids of dead letters` }]);
  return [...new Set(ids as string[])];
}

function filterOf(filter: unknown): Pick<Choice, 'group' | 'destination' | 'type'> {
  const given = typeof filter === 'object' && filter !== null ? Object.entries(filter) : [];
  const wrong = given.filter(([name]) => !['destination', 'group', 'type'].includes(name));
  if (given.length === 0 || wrong.length > 0)
    refuse([{ pointer: '/filter', detail: 'must name at least one of destination, group and type, and nothing else' }]);
  const { destination, group, type } = Object.fromEntries(given.map(([name, value]) => [name, textOf(value, `/filter/${name}`)]));
  return { destination: destination ?? null, group: group ?? null, type: type ?? null };
}

function textOf(value: unknown, pointer: string): string {
  if (typeof value !== 'string' || value === '' || value.length > 255 || value.includes('\u0000'))
    refuse([{ pointer, detail: 'must be a text of 1 to 255 characters' }]);
  return value as string;
}

function refuseMissing(ids: readonly string[], found: readonly Chosen[]): void {
  const present = new Set(found.map(({ id }) => id));
  const faults = ids.flatMap((id, index) =>
    present.has(id) ? [] : [{ pointer: `/ids/${index}`, detail: 'is not a dead letter (any more)' }],
  );
  if (faults.length > 0) throw new HubError('INVALID_STATE', { faults });
}

export const isDeliveryId = (id: unknown): id is string => typeof id === 'string' && /^[1-9]\d{0,17}$/.test(id);

export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new HubError('INVALID_SETTING', { faults });
}

/** What a colleague did a moment before, in the hub's words. */
export function raced(error: unknown): unknown {
  const isRace = typeof error === 'object' && error !== null && 'code' in error && error.code === 'HB002';
  return isRace
    ? new HubError('INVALID_STATE', { detail: 'Somebody was faster: the dead letters changed meanwhile. Nothing was done; look again.' })
    : error;
}
