/**
 * Decides before SIS is asked whether a search may go there: it says who and why, it is complete, the officer is registered,
 * the party holds a grant and the rights matrix knows the purpose. Every refusal is recorded.
 */
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { requireOfficer } from './officer.ts';
import type { RightsMatrix } from './rights.ts';
import type { AdmittedSearch, SisSearch } from './search.ts';

const SCHEMA = 'sis-search/v1.schema.json';

interface Admission {
  readonly hub: Hub;
  readonly rights: RightsMatrix;
  readonly call: RestCall;
  readonly searchId: string;
}

export async function admit(admission: Admission): Promise<AdmittedSearch> {
  const body = readJson(admission.call.body);
  try {
    return decide(admission, body);
  } catch (error) {
    await recordRefusal(admission, body, error);
    throw error;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function readJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new HubError('BAD_ENCODING', { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HubError('MALFORMED_JSON', { cause });
  }
}

function decide({ hub, rights, call, searchId }: Admission, body: unknown): AdmittedSearch {
  requireWhoAndWhy(body, searchId);
  const faults = hub.schemas.faults(SCHEMA, body);
  if (faults.length > 0) throw refusal('INVALID_QUERY', { searchId, faults });
  const search = body as SisSearch;
  const { party } = call.principal;
  requireOfficer(hub, { party, officer: search.officer, facts: { searchId } });
  const { purpose } = search;
  const closed = rights.refusalOf(party, purpose, hub.clock.now());
  if (closed !== undefined) throw refusal('PURPOSE_NOT_ALLOWED', { searchId, detail: closed });
  if (!hub.registry.isGranted(party, 'sis-search', { messageType: 'sis', purpose }))
    throw refusal('FORBIDDEN', { searchId, detail: `A grant for SIS searches for the purpose ${purpose} is missing.` });
  const categories = rights.categoriesFor(party, purpose, hub.clock.now());
  if (categories.length === 0) throw refusal('PURPOSE_NOT_ALLOWED', { searchId });
  requireEnough(search, searchId);
  return { searchId, party, search, categories };
}

interface Refusal {
  readonly searchId: string;
  readonly detail?: string;
  readonly faults?: readonly Fault[];
}

const refusal = (code: ErrorCode, { searchId, ...rest }: Refusal): HubError => new HubError(code, { ...rest, facts: { searchId } });

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Who and why come before all else: without them nothing about the search itself is said. */
function requireWhoAndWhy(body: unknown, searchId: string): void {
  const said: Record<string, unknown> = {
    '/purpose': fieldOf(body, 'purpose'),
    '/legalBasis': fieldOf(body, 'legalBasis'),
    '/caseReference': fieldOf(body, 'caseReference'),
    '/officer/id': fieldOf(fieldOf(body, 'officer'), 'id'),
    '/officer/unit': fieldOf(fieldOf(body, 'officer'), 'unit'),
  };
  const missing = Object.entries(said).filter(([, value]) => !isText(value));
  if (missing.length === 0) return;
  const faults = missing.map(([pointer]) => ({ pointer, detail: 'is missing' }));
  const detail = 'The body does not say who asks and why: officer {id, unit}, purpose, legalBasis and caseReference are needed.';
  throw refusal('WHO_AND_WHY_REQUIRED', { searchId, detail, faults });
}

/** Proportionality: a surname alone would reveal everyone of that name. */
function requireEnough({ person }: SisSearch, searchId: string): void {
  if (person === undefined || person.forename !== undefined || person.dateOfBirth !== undefined) return;
  throw refusal('INVALID_QUERY', {
    searchId,
    faults: [{ pointer: '/person', detail: 'needs a forename or a date of birth beside the surname' }],
  });
}

const LINE = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** Only what has the form of a line is recorded of a body that may hold anything; the person searched for is not. */
const line = (value: unknown): string | undefined => (typeof value === 'string' && LINE.test(value) ? value : undefined);

async function recordRefusal({ hub, call, searchId }: Admission, body: unknown, error: unknown): Promise<void> {
  const officer = line(fieldOf(fieldOf(body, 'officer'), 'id'));
  const purpose = line(fieldOf(body, 'purpose'));
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  const facts = { searchId, code, legalBasis: line(fieldOf(body, 'legalBasis')), caseReference: line(fieldOf(body, 'caseReference')) };
  try {
    await hub.audit.lookup.record([
      {
        event: 'sis.search-refused',
        party: call.principal.party,
        ...(officer === undefined ? {} : { officer }),
        ...(purpose === undefined ? {} : { purpose }),
        facts,
      },
    ]);
  } catch (cause) {
    throw new HubError('AUDIT_UNAVAILABLE', { cause, facts: { searchId } });
  }
}
