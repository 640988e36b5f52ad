/** The authorities of the sample rights matrix with an officer and a grant each, for suites over a hub with SIS. */
import type { SisHub } from './sis-hub.ts';

export interface Seat {
  readonly party: string;
  readonly purpose: string;
}

const officerOf = (party: string): { id: string; unit: string } => ({ id: `${party}-1`, unit: 'Unit 1' });

/** What a search says beside whom it is for. */
export const whyOf = ({ party, purpose }: Seat): object => ({
  purpose,
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)',
  caseReference: 'TEST.1.2026',
  officer: officerOf(party),
});

/** Parties that are there already are left as they are. */
export async function seatParties({ administration, running }: SisHub, parties: readonly string[]): Promise<void> {
  for (const code of parties) {
    if (running.hub.registry.party(code) === undefined)
      await administration.createParty({ code, name: code, roles: ['sis-search'], destination: null });
    await administration.addOfficer({ party: code, ...officerOf(code), name: 'Test Officer' });
    await administration.grant({ party: code, operation: 'sis-search', messageType: '*', purpose: null, legalBasis: 'test' });
  }
  await running.hub.registry.refresh();
}
