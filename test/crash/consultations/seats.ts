/** Makes everybody who takes part, with keys, officers and grants. */
import pg from 'pg';
import type { Administration } from '../../../broker/access/administration.ts';
import { openAdministration } from '../parties.ts';
import { CONSULATE, NATIONAL, OFFICE, OPERATOR, STATES, SYSTEM } from './those-asked.ts';

const LAW = 'A rehearsal, with synthetic data only';
type Destination = { readonly adapter: string; readonly settings?: Readonly<Record<string, unknown>> };

/** Into a migrated database; answers the keys by party. */
export async function seatEverybody(databaseUrl: string): Promise<Record<string, string>> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const administration = await openAdministration(pool);
    await seat(administration, SYSTEM, { adapter: 'service', settings: { service: 'consultations' } });
    for (const { party, state } of STATES) await seat(administration, party, { adapter: 'visa-consultation-network', settings: { state } });
    const keys: Record<string, string> = {};
    for (const party of [OFFICE, CONSULATE, ...NATIONAL]) keys[party] = await seatOfficer(administration, party);
    await administration.createParty({ code: OPERATOR, name: OPERATOR, roles: ['operate'], destination: null });
    await administration.addOfficer({ party: OPERATOR, id: 'OFF-1', unit: 'Unit 1', name: 'Synthetic Operator' });
    return { ...keys, [OPERATOR]: (await administration.issueKey(OPERATOR)).apiKey };
  } finally {
    await pool.end();
  }
}

async function seat(administration: Administration, code: string, destination: Destination): Promise<void> {
  await administration.createParty({ code, name: code, roles: ['submit', 'receive', 'registers'], destination });
  for (const operation of ['submit', 'receive'] as const)
    await administration.grant({ party: code, operation, messageType: '*', legalBasis: LAW });
}

async function seatOfficer(administration: Administration, code: string): Promise<string> {
  await seat(administration, code, { adapter: 'mailbox' });
  await administration.addOfficer({ party: code, id: 'OFF-1', unit: 'Unit 1', name: 'Synthetic Officer' });
  await administration.grant({ party: code, operation: 'registers', messageType: 'consultations.*', legalBasis: LAW });
  return (await administration.issueKey(code)).apiKey;
}
