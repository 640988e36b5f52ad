/** Look-ups: by person, travel document, application, or sticker. What came back is recorded before it is shown. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { find, type Found, type Question } from './ask-register.ts';
import { dayOf, type Requester, type VisaCall } from './asked.ts';
import { record } from './log.ts';
import { requireRight } from './rights.ts';
import { viewOf } from './view.ts';

interface Search {
  readonly request: Question['request'];
  /** The kinds of data asked by: they are recorded, the data are not. */
  readonly kinds: readonly string[];
}

export async function searchVisas(call: VisaCall): Promise<RestAnswer> {
  const by = await requireRight(call, 'visas.read');
  const [search, on] = [searchIn(call.context.params), dayOf(call)];
  const found = await findAndRecord(call, search, by);
  const { total, entries, answeredAt } = found;
  const outcome = total === 0 ? 'NOTHING_FOUND' : entries.length === 0 ? 'TOO_MANY' : 'FOUND';
  const visas = entries.flatMap((entry) => ('visa' in entry ? [viewOf(entry.visa, { on, answeredAt })] : []));
  const refusals = entries.flatMap((entry) => ('refusal' in entry ? [entry.refusal] : []));
  return { status: 200, body: { outcome, total, answeredAt, visas, refusals } };
}

export async function showVisa(call: VisaCall): Promise<RestAnswer> {
  const by = await requireRight(call, 'visas.read');
  const on = dayOf(call);
  const visaNumber = stickerIn(call.context.params);
  const { entries, answeredAt } = await findAndRecord(
    call,
    { request: { operation: 'FIND_BY_STICKER', visaNumber }, kinds: ['visaNumber'] },
    by,
  );
  const [entry] = entries;
  if (entry === undefined || !('visa' in entry))
    throw new HubError('NOT_FOUND', { detail: 'The visa register knows no visa with this number.' });
  return { status: 200, body: viewOf(entry.visa, { on, answeredAt }) };
}

/** Throws NOT_FOUND for what is no number of a sticker. */
export function stickerIn({ path }: RestCall): string {
  const { sticker = '' } = path;
  if (/^[A-Z0-9]{1,12}$/.test(sticker)) return sticker;
  throw new HubError('NOT_FOUND', { detail: 'A sticker has a number of at most twelve capital letters and digits.' });
}

async function findAndRecord(call: VisaCall, { request, kinds }: Search, by: Requester): Promise<Found> {
  const found = await find(call, { request, by });
  const visas = found.entries.flatMap((entry) => ('visa' in entry ? [entry.visa.visaNumber] : []));
  const refusals = found.entries.flatMap((entry) => ('refusal' in entry ? [entry.refusal.applicationNumber] : []));
  await record(call.hub, by, { event: 'visa.searched', facts: { searchedBy: kinds, total: found.total, visas, refusals } });
  return found;
}

type Query = Readonly<Record<string, string>>;

/** Which search it is and by what; each kind has what must be said. */
const SEARCHES: readonly {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  readonly requestOf: (query: Query) => Question['request'];
}[] = [
  {
    needs: ['surname', 'dateOfBirth'],
    may: ['forenames'],
    requestOf: ({ surname = '', dateOfBirth = '', forenames }) => ({
      operation: 'FIND_BY_PERSON',
      person: { surname, dateOfBirth, ...(forenames === undefined ? {} : { forenames }) },
    }),
  },
  {
    needs: ['documentNumber'],
    may: ['documentCountry'],
    requestOf: ({ documentNumber = '', documentCountry }) => ({
      operation: 'FIND_BY_DOCUMENT',
      document: { number: documentNumber, ...(documentCountry === undefined ? {} : { country: documentCountry }) },
    }),
  },
  {
    needs: ['applicationNumber'],
    may: [],
    requestOf: ({ applicationNumber }) => ({ operation: 'FIND_BY_APPLICATION', applicationNumber }),
  },
];

/** Throws INVALID_PARAMETER for none, half a one, or two at once: a surname alone would reveal everyone of that name. */
function searchIn({ query }: RestCall): Search {
  const given = Object.entries(query).flatMap(([name, value]) => (name === 'on' || value === '' ? [] : [name]));
  const fit = SEARCHES.find(
    ({ needs, may }) => needs.every((name) => given.includes(name)) && given.every((name) => [...needs, ...may].includes(name)),
  );
  if (fit !== undefined)
    return { request: fit.requestOf(Object.fromEntries(given.map((name) => [name, query[name] ?? '']))), kinds: given };
  const detail =
    'Search by surname and dateOfBirth (perhaps forenames), by documentNumber (perhaps documentCountry), or by applicationNumber.';
  throw new HubError('INVALID_PARAMETER', { detail, faults: [{ pointer: '/query', detail: 'names no search, half of one, or two' }] });
}
