/**
 * The legal log of visas (Reg. (EC) 767/2008 Art. 34): purpose, time, authority and officer, the kinds of data asked by and the numbers
 * that came back; never the data themselves. Committed before an answer leaves.
 */
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Requester } from './asked.ts';

export interface LogEntry {
  readonly event: Extract<AuditFact['event'], `visa.${string}`>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Throws AUDIT_UNAVAILABLE; then the answer is withheld. */
export async function record(hub: Hub, by: Requester, { event, facts }: LogEntry): Promise<void> {
  const { institution: party, officer, purpose, legalBasis, caseReference } = by;
  const fact: AuditFact = { event, party, officer, purpose, facts: { legalBasis, caseReference, ...facts } };
  await hub.audit.lookup.record([fact]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
}
