/** Pages of audit entries for those who supervise. */
import type { ExportedEntry } from '../../broker/contract/audit-export.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isCursorInstant } from '../../broker/contract/cursor.ts';
import { instant, isUuid, text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import { demandNarrow, findEntries, givenOf, type EntryCursor, type EntryFilter } from './entry-search.ts';
import { readerOf, recordReading } from './reader.ts';

export async function readEntries(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const reader = readerOf(call);
  const filter = filterOf(call);
  demandNarrow(filter, '/query');
  const page = { after: cursorOf(call), limit: wholeNumber(call, 'limit', { least: 1, most: 500, otherwise: 100 }) };
  const entries = await findEntries(hub, { reader, filter, page });
  await recordReading(hub, reader, {
    event: 'audit.read',
    ...(filter.personRef === null ? {} : { personRef: filter.personRef }),
    facts: { filter: givenOf(filter), count: entries.length },
  });
  return { status: 200, body: { entries: entries.map(shown), next: nextOf(entries, page.limit) } };
}

const filterOf = (call: RestCall): EntryFilter => ({
  personRef: text(call, 'personRef'),
  party: text(call, 'party'),
  officer: text(call, 'officer'),
  purpose: text(call, 'purpose'),
  from: instant(call, 'from'),
  to: instant(call, 'to'),
});

const shown = ({ payload, salt: _salt, digest: _digest, previous: _previous, ...entry }: ExportedEntry): Record<string, unknown> => ({
  ...entry,
  facts: payload === null ? null : (JSON.parse(payload) as unknown),
});

function nextOf(entries: readonly ExportedEntry[], limit: number): string | null {
  const last = entries.length === limit ? entries.at(-1) : undefined;
  return last === undefined ? null : `${last.at}_${last.chain}_${last.n}`;
}

function cursorOf(call: RestCall): EntryCursor | undefined {
  const cursor = text(call, 'after');
  if (cursor === null) return undefined;
  const [, at = '', chain, n] = /^([^_]*)_([^_]*)_(\d{1,15})$/.exec(cursor) ?? [];
  if (isCursorInstant(at) && isUuid(chain)) return { at, chain, n: Number(n) };
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/after', detail: 'is not a cursor of this list' }] });
}
