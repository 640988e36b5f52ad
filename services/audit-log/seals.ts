/** The seals of the audit log as they are signed, so that a reader outside can keep them and compare later. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { wholeNumber } from '../../broker/contract/rest-parameters.ts';
import { readerOf, recordReading } from './reader.ts';

const SEALS = `SELECT n::float8 AS n, regexp_replace(to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z') AS "sealedAt",
    heads, encode(previous, 'hex') AS previous, encode(hash, 'hex') AS hash, encode(signature, 'hex') AS signature, key_id AS "keyId"
  FROM audit_seal WHERE n > $1 ORDER BY n LIMIT $2`;

export async function listSeals(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const reader = readerOf(call);
  const limit = wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 100 });
  const after = wholeNumber(call, 'after', { least: 0, most: 999_999_999, otherwise: 0 });
  const { rows } = await hub.database.reads.query<{ n: number }>(SEALS, [after, limit]);
  await recordReading(hub, reader, { event: 'audit.read', facts: { seals: true, after, count: rows.length } });
  return { status: 200, body: { seals: rows, next: rows.length === limit ? String(rows.at(-1)?.n ?? '') : null } };
}
