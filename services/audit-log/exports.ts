/** Exports a part of the audit log as one signed document, whole or not at all. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { instantIn, jsonBody, reasonOf } from '../../broker/contract/rest-parameters.ts';
import { demandNarrow, findEntries, givenOf, type EntryFilter } from './entry-search.ts';
import { readerOf, recordReading } from './reader.ts';

const MOST_ENTRIES = 10_000;
const FIELDS = ['personRef', 'party', 'officer', 'purpose', 'from', 'to'] as const;

export async function exportEntries(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const reader = readerOf(call);
  const body = jsonBody(call);
  const reason = reasonOf(body);
  const filter = filterOf(body);
  demandNarrow(filter, '');
  const entries = await findEntries(hub, { reader, filter, page: { after: undefined, limit: MOST_ENTRIES + 1 } });
  if (entries.length > MOST_ENTRIES) throw wrong('', `covers more than ${MOST_ENTRIES} entries; choose a shorter time`);
  const given = givenOf(filter);
  const exportedAt = new Date(hub.clock.now()).toISOString();
  const document = hub.signExport({ exportedAt, by: { party: reader.party, officer: reader.officer }, reason, filter: given, entries });
  await recordReading(hub, reader, {
    event: 'audit.exported',
    ...(filter.personRef === null ? {} : { personRef: filter.personRef }),
    facts: { filter: given, reason, count: entries.length, signature: document.signature },
  });
  return { status: 200, body: document };
}

function filterOf(body: Readonly<Record<string, unknown>>): EntryFilter {
  const unknown = Object.keys(body).find((name) => name !== 'reason' && !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw wrong(`/${unknown}`, 'is not known here');
  return {
    personRef: textOf(body, 'personRef'),
    party: textOf(body, 'party'),
    officer: textOf(body, 'officer'),
    purpose: textOf(body, 'purpose'),
    from: instantOf(body, 'from'),
    to: instantOf(body, 'to'),
  };
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = body[name];
  if (value === undefined) return null;
  if (typeof value === 'string' && value !== '' && value.length <= 255 && !value.includes('\u0000')) return value;
  throw wrong(`/${name}`, 'must be a text of 1 to 255 characters without U+0000');
}

function instantOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = textOf(body, name);
  if (value === null) return null;
  const read = instantIn(value);
  if (read !== undefined) return read;
  throw wrong(`/${name}`, 'must be an ISO 8601 instant');
}

const wrong = (pointer: string, detail: string): HubError => new HubError('INVALID_PARAMETER', { faults: [{ pointer, detail }] });
