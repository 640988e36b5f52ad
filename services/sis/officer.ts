/** The officer behind a call: registered with the party, for the unit that is named. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';

export interface NamedOfficer {
  readonly id: string;
  readonly unit: string;
}

interface Named {
  readonly party: string;
  readonly officer: NamedOfficer;
  /** Told with the error. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** Throws OFFICER_UNKNOWN. */
export function requireOfficer(hub: Hub, { party, officer: { id, unit }, facts = {} }: Named): void {
  const officer = hub.registry.officer(party, id);
  if (officer === undefined) throw new HubError('OFFICER_UNKNOWN', { facts });
  if (officer.unit !== unit)
    throw new HubError('OFFICER_UNKNOWN', { facts, detail: 'The officer is registered with another unit of the party.' });
}

export interface Reading {
  readonly event: 'sis.search-read' | 'sis.hit-report-read';
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Throws OFFICER_UNKNOWN when whoever the headers name is not registered with the party. */
export function requireReader(hub: Hub, { principal, who }: RestCall): void {
  if (hub.registry.officer(principal.party, who.officer ?? '') === undefined) throw new HubError('OFFICER_UNKNOWN');
}

/** Resolves once the reading is committed; throws AUDIT_UNAVAILABLE, and the answer is withheld. */
export async function recordReading(hub: Hub, { principal, who }: RestCall, { event, facts }: Reading): Promise<void> {
  const { officer = '', purpose = '', legalBasis, caseReference } = who;
  await hub.audit.operations
    .record([{ event, party: principal.party, officer, purpose, facts: { legalBasis, caseReference, ...facts } }])
    .catch((cause: unknown) => {
      throw new HubError('AUDIT_UNAVAILABLE', { cause });
    });
}
