/**
 * Finds audit entries by person, party, officer, purpose and time, in the order of time. The reader's own entries are left
 * out: nobody reads, or learns from gaps in the pages, what is recorded about themselves.
 */
import type { ExportedEntry } from '../../broker/contract/audit-export.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { Reader } from './reader.ts';

export interface EntryFilter {
  readonly personRef: string | null;
  readonly party: string | null;
  readonly officer: string | null;
  readonly purpose: string | null;
  /** ISO 8601 instants. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface EntryCursor {
  readonly at: string;
  readonly chain: string;
  readonly n: number;
}

interface EntryPage {
  readonly after: EntryCursor | undefined;
  readonly limit: number;
}

/** As in the hashes: microseconds are shown only when they are not zero. */
const AT = `regexp_replace(to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z')`;

const FIND = `SELECT e.chain_id AS chain, e.n::float8 AS n, ${AT} AS at, e.event, e.party, e.officer, e.purpose, e.person_ref AS "personRef",
    e.message_id AS "messageId", e.payload, encode(e.salt, 'hex') AS salt, encode(e.digest, 'hex') AS digest, encode(e.hash, 'hex') AS hash,
    (SELECT encode(b.hash, 'hex') FROM audit_entry b WHERE b.chain_id = e.chain_id AND b.n = e.n - 1 LIMIT 1) AS previous,
    e.deleted_under AS "deletedUnder"
  FROM audit_entry e
  WHERE ($1::text IS NULL OR e.person_ref = $1) AND ($2::text IS NULL OR e.party = $2) AND ($3::text IS NULL OR e.officer = $3)
    AND ($4::text IS NULL OR e.purpose = $4)
    AND e.at >= coalesce($5::timestamptz, '-infinity') AND e.at < coalesce($6::timestamptz, 'infinity')
    AND (e.at, e.chain_id, e.n) > (coalesce($7::timestamptz, '-infinity'), coalesce($8::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($9::bigint, 0))
    AND (e.officer IS DISTINCT FROM $10 OR e.party IS DISTINCT FROM $11)
  ORDER BY e.at, e.chain_id, e.n LIMIT $12`;

export async function findEntries(hub: Hub, query: { reader: Reader; filter: EntryFilter; page: EntryPage }): Promise<ExportedEntry[]> {
  const { reader, filter, page } = query;
  const wanted = [filter.personRef, filter.party, filter.officer, filter.purpose, filter.from, filter.to];
  const after = [page.after?.at ?? null, page.after?.chain ?? null, page.after?.n ?? null];
  return (await hub.database.reads.query<ExportedEntry>(FIND, [...wanted, ...after, reader.officer, reader.party, page.limit])).rows;
}

/** Throws INVALID_PARAMETER for a search over the whole log. */
export function demandNarrow({ personRef, party, officer, from }: EntryFilter, place: string): void {
  if (personRef !== null || party !== null || officer !== null || from !== null) return;
  throw new HubError('INVALID_PARAMETER', {
    faults: [{ pointer: `${place}/from`, detail: 'is needed without personRef, party or officer' }],
  });
}

/** Only what was asked for, as it is recorded and signed. */
export const givenOf = (filter: EntryFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== null));
