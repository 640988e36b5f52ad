/** Who reads the audit log: a named officer with purpose, legal basis and case; what was read is recorded under that name. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';

export interface Reader {
  readonly party: string;
  readonly officer: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
}

/** Throws WHO_AND_WHY_REQUIRED, whatever the gateway has checked: without a name, nobody could be left out of their own entries. */
export function readerOf({ principal, who }: RestCall): Reader {
  const { officer, purpose, legalBasis, caseReference } = who;
  if (officer === undefined || purpose === undefined || legalBasis === undefined || caseReference === undefined)
    throw new HubError('WHO_AND_WHY_REQUIRED');
  return { party: principal.party, officer, purpose, legalBasis, caseReference };
}

interface Reading {
  readonly event: 'audit.read' | 'audit.exported';
  /** Whose entries were asked for: that person's log then shows who looked. */
  readonly personRef?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Resolves once the reading is committed; throws AUDIT_UNAVAILABLE, and the answer is withheld. */
export async function recordReading(hub: Hub, reader: Reader, reading: Reading): Promise<void> {
  const { legalBasis, caseReference, ...indexed } = reader;
  const { facts, ...event } = reading;
  await hub.audit.operations.record([{ ...indexed, ...event, facts: { legalBasis, caseReference, ...facts } }]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
}
