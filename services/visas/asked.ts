/** What every request about visas brings: the hub, the call, and who asks and why as the register wants to know it. */
import type { Context } from 'moleculer';
import type { RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { HubError } from '../../broker/contract/errors.ts';

export interface VisaCall {
  readonly hub: Hub;
  readonly context: Pick<Context<RestCall>, 'params' | 'call'>;
}

export interface Requester {
  readonly institution: string;
  readonly officer: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
}

const WARSAW_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Who asks and why; throws WHO_AND_WHY_REQUIRED. */
export function requesterOf({ principal, who }: RestCall): Requester {
  const { officer, purpose, legalBasis, caseReference } = who;
  if (officer === undefined || purpose === undefined || legalBasis === undefined || caseReference === undefined)
    throw new HubError('WHO_AND_WHY_REQUIRED');
  return { institution: principal.party, officer, purpose, legalBasis, caseReference };
}

/** The day for which is said how a visa stands: of the query, or today in Warsaw. */
export function dayOf({ hub, context }: VisaCall): string {
  const { on } = context.params.query;
  if (on === undefined || on === '') return WARSAW_DAY.format(hub.clock.now());
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && new Date(`${on}T00:00:00Z`).toJSON()?.startsWith(on) === true;
  if (isDay) return on;
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/on', detail: 'must be a day as YYYY-MM-DD' }] });
}
