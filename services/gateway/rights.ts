/** Whether the caller may use the endpoint: role first, then who and why. Every refusal is recorded before it is answered. */
import type { AuditDoor, Hub } from '../../broker/contract/hub.ts';
import type { Endpoint, Principal } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Who } from '../../broker/contract/who.ts';
import type { Caller } from './authentication.ts';
import { demandWho } from './who.ts';

type DeniedFact = Parameters<AuditDoor['record']>[0][number];

/** A refusal reveals nothing, so it does not wait longer than this for its entry in the log. */
const RECORD_WITHIN_MS = 1000;

/** Throws FORBIDDEN, WHO_AND_WHY_REQUIRED or OFFICER_UNKNOWN. */
export function checkRights(hub: Pick<Hub, 'registry'>, endpoint: Endpoint, access: { caller: Caller; who: Who }): void {
  const { party } = access.caller;
  if (endpoint.roles.length > 0 && !endpoint.roles.some((role) => party.roles.includes(role))) throw roleMissing(endpoint);
  demandWho(access.who, endpoint.whoAndWhy);
  const officer = access.who.officer;
  if (officer !== undefined && hub.registry.officer(party.code, officer) === undefined) throw new HubError('OFFICER_UNKNOWN');
}

export const principalOf = ({ party, keyPrefix }: Caller): Principal => ({ party: party.code, roles: party.roles, keyPrefix });

const roleMissing = (endpoint: Endpoint): HubError =>
  new HubError('FORBIDDEN', { detail: `The party needs one of these roles: ${endpoint.roles.join(', ')}.` });

/** Never throws: a refusal that cannot be recorded is still a refusal, and is logged. */
export async function recordDenial(hub: Pick<Hub, 'audit' | 'log'>, fact: DeniedFact): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const recorded = hub.audit.operations.record([fact]).catch((error: unknown) => {
    hub.log.error(
      { event: fact.event, party: fact.party, reason: error instanceof Error ? error.name : 'unknown' },
      'a refusal was not recorded',
    );
  });
  await Promise.race([recorded, new Promise<void>((resolve) => (timer = setTimeout(resolve, RECORD_WITHIN_MS)))]);
  clearTimeout(timer);
}

export function denialFact(endpoint: Endpoint, access: { caller: Caller; who: Who }, error: HubError): DeniedFact {
  const { officer, purpose } = access.who;
  return {
    event: 'access.denied',
    party: access.caller.party.code,
    ...(officer === undefined ? {} : { officer }),
    ...(purpose === undefined ? {} : { purpose }),
    facts: { code: error.hubCode, method: endpoint.method, path: endpoint.path, keyPrefix: access.caller.keyPrefix },
  };
}
