/** Who takes part: the consulting party, the Office, a consulate and five authorities, each with a mailbox, an officer and a key. */
import type { Administration } from '../../broker/access/administration.ts';
import { AUTHORITIES, CONSULATE, SYSTEM } from './plan.ts';

const LAW = 'Act on Foreigners Art. 67';
const OFFICE = 'PL-UDSC';

/** Headers of each authority's calls, by its code. */
export type Callers = ReadonlyMap<string, Readonly<Record<string, string>>>;

export async function seat(administration: Administration): Promise<Callers> {
  await administration.createParty({
    ...{ code: SYSTEM, name: SYSTEM, roles: ['submit', 'receive'] },
    destination: { adapter: 'service', settings: { service: 'consultations' } },
  });
  await administration.grant({ party: SYSTEM, operation: 'receive', messageType: '*', legalBasis: LAW });
  for (const code of [OFFICE, CONSULATE, ...AUTHORITIES]) await seatOne(administration, code);
  const callers = new Map<string, Readonly<Record<string, string>>>();
  for (const code of AUTHORITIES) callers.set(code, headersOf((await administration.issueKey(code)).apiKey));
  return callers;
}

async function seatOne(administration: Administration, code: string): Promise<void> {
  const destination = { adapter: 'mailbox', settings: {} };
  await administration.createParty({ code, name: code, roles: ['submit', 'receive', 'registers'], destination });
  await administration.addOfficer({ party: code, id: 'OFF-1', unit: 'Unit 1', name: 'Synthetic Officer' });
  await administration.grant({ party: code, operation: 'registers', messageType: 'consultations.*', legalBasis: LAW });
  for (const operation of ['submit', 'receive'] as const)
    await administration.grant({ party: code, operation, messageType: '*', legalBasis: LAW });
}

const headersOf = (apiKey: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${apiKey}`,
  'hub-officer': 'OFF-1',
  'hub-purpose': 'VISA_C',
  'hub-legal-basis': LAW,
  'hub-case': 'BENCH-1',
});
