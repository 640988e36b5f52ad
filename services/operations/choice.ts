/** Which dead letters an action is about: named ones, a failure group, or a filter; in the order in which they were created. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { OperationsDiscardRequest } from '../../schemas/types.generated.ts';

/** More are left for the next call, so that one statement never holds its locks for long. */
const MOST_AT_ONCE = 1000;

export interface Chosen {
  readonly id: string;
  readonly messageId: string;
  readonly destination: string;
}

export interface Choice {
  readonly ids: readonly string[] | null;
  readonly group: string | null;
  readonly destination: string | null;
  readonly type: string | null;
}

const CHOSEN = `FROM dead_letter WHERE ($1::bigint[] IS NULL OR delivery_id = ANY ($1)) AND ($2::text IS NULL OR fingerprint = $2)
  AND ($3::text IS NULL OR destination = $3) AND ($4::text IS NULL OR type = $4)`;

/** Throws INVALID_STATE when a named one is no dead letter. */
export async function chooseDeadLetters(hub: Hub, choice: Choice): Promise<{ total: number; chosen: Chosen[] }> {
  const { ids, group, destination, type } = choice;
  const values = [ids, group, destination, type];
  const [found, counted] = await Promise.all([
    hub.database.reads.query<Chosen>(
      `SELECT delivery_id::text AS id, message_id AS "messageId", destination ${CHOSEN} ORDER BY delivery_id LIMIT ${MOST_AT_ONCE}`,
      values,
    ),
    hub.database.reads.query<{ total: number }>(`SELECT count(*)::float8 AS total ${CHOSEN}`, values),
  ]);
  if (ids !== null) refuseMissing(ids, new Set(found.rows.map(({ id }) => id)));
  return { total: counted.rows[0]?.total ?? 0, chosen: found.rows };
}

/** Of a body that its schema admits: exactly one of ids, group and filter. */
export function choiceOf({ ids, group, filter }: Pick<OperationsDiscardRequest, 'ids' | 'group' | 'filter'>): Choice {
  return { ids: ids ?? null, group: group ?? filter?.group ?? null, destination: filter?.destination ?? null, type: filter?.type ?? null };
}

function refuseMissing(ids: readonly string[], present: ReadonlySet<string>): void {
  const faults = ids.flatMap((id, index) =>
    present.has(id) ? [] : [{ pointer: `/ids/${index}`, detail: 'is not a dead letter (any more)' }],
  );
  if (faults.length > 0) throw new HubError('INVALID_STATE', { faults });
}

export const isDeliveryId = (id: unknown): id is string => typeof id === 'string' && /^[1-9]\d{0,17}$/.test(id);

/** What a colleague did a moment before, in the hub's words. */
export function raced(error: unknown): unknown {
  const isRace = typeof error === 'object' && error !== null && 'code' in error && error.code === 'HB002';
  return isRace
    ? new HubError('INVALID_STATE', { detail: 'Somebody was faster: what this is about changed meanwhile. Nothing was done; look again.' })
    : error;
}
