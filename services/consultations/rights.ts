/** Who may do what about consultations: a registered officer of a party with a grant for the purpose. A refusal is recorded. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';

/** Grants of the operation `registers` name one of these, or `consultations.*`. */
export type ConsultationRight = 'consultations.submit' | 'consultations.read' | 'consultations.answer' | 'consultations.decide';

/** Who asks and why, checked. */
export interface Actor {
  readonly party: string;
  readonly officer: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
}

export const whoIs = ({ party, officer }: Pick<Actor, 'party' | 'officer'>): string => `${party}/${officer}`;

/** Throws WHO_AND_WHY_REQUIRED, OFFICER_UNKNOWN or FORBIDDEN. */
export async function requireRight(hub: Hub, { principal: { party }, who }: RestCall, right: ConsultationRight): Promise<Actor> {
  const { officer, purpose, legalBasis, caseReference } = who;
  if (officer === undefined || purpose === undefined || legalBasis === undefined || caseReference === undefined)
    throw new HubError('WHO_AND_WHY_REQUIRED');
  const actor = { party, officer, purpose, legalBasis, caseReference };
  const denied = denialOf(hub, actor, right);
  if (denied === undefined) return actor;
  await record(hub, actor, { event: 'consultation.denied', facts: { right, code: denied.hubCode } });
  throw denied;
}

function denialOf(hub: Hub, { party, officer, purpose }: Actor, right: ConsultationRight): HubError | undefined {
  if (hub.registry.officer(party, officer) === undefined) return new HubError('OFFICER_UNKNOWN');
  if (hub.registry.isGranted(party, 'registers', { messageType: right, purpose })) return undefined;
  return new HubError('FORBIDDEN', { detail: `A grant of ${right} for the purpose ${purpose} is missing.` });
}

interface Entry {
  readonly event: Extract<AuditFact['event'], `consultation.${string}`>;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const factOf = ({ party, officer, purpose, legalBasis, caseReference }: Actor, { event, facts }: Entry): AuditFact => ({
  event,
  party,
  officer,
  purpose,
  facts: { legalBasis, caseReference, ...facts },
});

/** Throws AUDIT_UNAVAILABLE; then the answer is withheld. */
export async function record(hub: Hub, actor: Actor, entry: Entry): Promise<void> {
  await hub.audit.operations.record([factOf(actor, entry)]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
}
