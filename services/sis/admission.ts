/**
 * Decides before SIS is asked whether a search may go there: it says who and why, it is complete, the officer is registered,
 * the party holds a grant and the rights matrix knows the purpose. Every refusal is recorded.
 */
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { jsonValue } from '../../broker/contract/rest-parameters.ts';
import { lineIn } from './line.ts';
import { requireOfficer } from './officer.ts';
import type { LackOf } from './query-lack.ts';
import type { RightsMatrix } from './rights.ts';
import type { AdmittedSearch, SisSearch } from './search.ts';

const SCHEMA = 'sis-search/v1.schema.json';

interface Admission {
  readonly hub: Hub;
  readonly rights: RightsMatrix;
  readonly lackOf: LackOf;
  readonly call: RestCall;
  readonly searchId: string;
}

export async function admit(admission: Admission): Promise<AdmittedSearch> {
  const body = jsonValue(admission.call);
  try {
    return decide(admission, body);
  } catch (error) {
    await recordRefusal(admission, body, error);
    throw error;
  }
}

/** Who, then what they may, then what they ask: whoever may not search learns nothing from faults of the search. */
function decide({ hub, rights, lackOf, call, searchId }: Admission, body: unknown): AdmittedSearch {
  const { officer, purpose } = requireWhoAndWhy(body, searchId);
  const { party } = call.principal;
  requireOfficer(hub, { party, officer, facts: { searchId } });
  const categories = requireRights({ hub, rights, searchId }, { party, purpose });
  const faults = hub.schemas.faults(SCHEMA, body);
  if (faults.length > 0) throw refusal('INVALID_QUERY', { searchId, faults });
  const search = body as SisSearch;
  const lacking = lackOf(search);
  if (lacking.length > 0) throw refusal('INVALID_QUERY', { searchId, faults: lacking });
  return { searchId, party, search, categories };
}

function requireRights(
  { hub, rights, searchId }: Pick<Admission, 'hub' | 'rights' | 'searchId'>,
  { party, purpose }: { readonly party: string; readonly purpose: string },
): readonly string[] {
  const closed = rights.refusalOf(party, purpose, hub.clock.now());
  if (closed !== undefined) throw refusal('PURPOSE_NOT_ALLOWED', { searchId, detail: closed });
  if (!hub.registry.isGranted(party, 'sis-search', { messageType: 'sis', purpose }))
    throw refusal('FORBIDDEN', { searchId, detail: `A grant for SIS searches for the purpose ${purpose} is missing.` });
  const categories = rights.categoriesFor(party, purpose, hub.clock.now());
  if (categories.length === 0) throw refusal('PURPOSE_NOT_ALLOWED', { searchId });
  return categories;
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
function requireWhoAndWhy(body: unknown, searchId: string): Pick<SisSearch, 'officer' | 'purpose'> {
  const said: Record<string, unknown> = {
    '/purpose': fieldOf(body, 'purpose'),
    '/legalBasis': fieldOf(body, 'legalBasis'),
    '/caseReference': fieldOf(body, 'caseReference'),
    '/officer/id': fieldOf(fieldOf(body, 'officer'), 'id'),
    '/officer/unit': fieldOf(fieldOf(body, 'officer'), 'unit'),
  };
  const missing = Object.entries(said).filter(([, value]) => !isText(value));
  if (missing.length === 0) return body as Pick<SisSearch, 'officer' | 'purpose'>;
  const faults = missing.map(([pointer]) => ({ pointer, detail: 'is missing' }));
  const detail = 'The body does not say who asks and why: officer {id, unit}, purpose, legalBasis and caseReference are needed.';
  throw refusal('WHO_AND_WHY_REQUIRED', { searchId, detail, faults });
}

/** Of a body that may hold anything only lines are recorded; the person searched for is not. */
async function recordRefusal({ hub, call, searchId }: Admission, body: unknown, error: unknown): Promise<void> {
  const officer = lineIn(fieldOf(fieldOf(body, 'officer'), 'id'));
  const purpose = lineIn(fieldOf(body, 'purpose'));
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  const facts = { searchId, code, legalBasis: lineIn(fieldOf(body, 'legalBasis')), caseReference: lineIn(fieldOf(body, 'caseReference')) };
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
