/** Failure groups for operators: dead letters of one cause, destination and type, with who cares for them and what is known. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import type { OperationsDeadLetterGroup, OperationsGroupNote } from '../../schemas/types.generated.ts';
import { plainBody } from './body.ts';
import { actorOf } from './destinations.ts';

const GROUP = `SELECT f.fingerprint AS "group", f.fingerprint, f.cause, f.destination, f.type, f.first_seen AS "firstSeen", f.last_seen AS "lastSeen",
    n.count::float8 AS count, f.total::float8 AS total, f.owner, f.note
  FROM failure_group f CROSS JOIN LATERAL (SELECT count(*) FROM dead_letter x WHERE x.fingerprint = f.fingerprint) n(count)`;

const PAGE = `${GROUP} WHERE ($1::text IS NULL OR f.destination = $1) AND ($2::text IS NULL OR f.type = $2) AND f.fingerprint > $3
  ORDER BY f.fingerprint LIMIT $4`;

export async function listGroups(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const limit = wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 100 });
  const values = [text(call, 'destination'), text(call, 'type'), text(call, 'after') ?? '', limit];
  const { rows } = await hub.database.reads.query<{ fingerprint: string }>(PAGE, values);
  return { status: 200, body: { groups: rows, next: rows.length === limit ? (rows.at(-1)?.fingerprint ?? null) : null } };
}

/** Replaces owner and note. Throws NOT_FOUND. */
export async function noteGroup(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { owner, note } = plainBody<OperationsGroupNote>(hub, call, '_operations/group-note.schema.json');
  const group = await readGroup(hub, call.path.fingerprint);
  const fact = { ...actorOf(call), event: 'group.changed' as const, facts: { group: group.fingerprint, owner, note } };
  await hub.audit.operations.append([fact], (batch) =>
    hub.database.work.query('SELECT hub_note_group($1, $2, $3, $4)', [group.fingerprint, owner, note, JSON.stringify(batch)]),
  );
  return { status: 200, body: await readGroup(hub, group.fingerprint) };
}

async function readGroup(hub: Hub, fingerprint: string | undefined): Promise<OperationsDeadLetterGroup> {
  if (fingerprint === undefined || fingerprint.includes('\u0000')) throw new HubError('NOT_FOUND');
  const [group] = (await hub.database.reads.query<OperationsDeadLetterGroup>(`${GROUP} WHERE f.fingerprint = $1`, [fingerprint])).rows;
  if (group === undefined) throw new HubError('NOT_FOUND');
  return group;
}
