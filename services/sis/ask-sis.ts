/** Asks the SIS adapter, on whatever node it is, and turns every way of not answering into an error that is no negative answer. */
import type { Context } from 'moleculer';
import { ERROR_CATALOGUE, type ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { AdapterAnswer, AdmittedSearch } from './search.ts';

/** Given to a call between nodes beyond the adapter's own limit, so that the adapter's word for the failure is heard. */
const CALL_MARGIN_MS = 50;

export async function askSis(context: Context<unknown>, admitted: AdmittedSearch, timeoutMs: number): Promise<AdapterAnswer> {
  if (timeoutMs <= 0) throw new HubError('SIS_TIMEOUT');
  const params = { request: requestOf(admitted), timeoutMs };
  try {
    return await context.call<AdapterAnswer, typeof params>('adapter.sis2.request', params, { timeout: timeoutMs + CALL_MARGIN_MS });
  } catch (error) {
    throw asHubError(error);
  }
}

/** What the adapter is asked. */
export function requestOf({ searchId, party, search, categories }: AdmittedSearch): Readonly<Record<string, unknown>> {
  const { kind, mode, officer, purpose, legalBasis, caseReference } = search;
  return {
    searchId,
    kind,
    mode: mode ?? 'ANY_NAME',
    categories,
    user: { institution: party, unit: officer.unit, officerId: officer.id, purpose, legalBasis, caseReference },
    [kind]: search[kind],
  };
}

const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value);

/** An error of another node arrives as a copy that is no HubError. */
function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const { hubCode, name } = error as { hubCode?: unknown; name?: unknown };
  if (isErrorCode(hubCode)) return new HubError(hubCode, { cause: error });
  return new HubError(name === 'RequestTimeoutError' ? 'SIS_TIMEOUT' : 'SIS_UNAVAILABLE', { cause: error });
}
