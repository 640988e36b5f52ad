/** Who exchanges messages in the benchmark: synthetic senders and receivers, one of them held, and an authority that searches SIS. */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAdministration, type Administration } from '../broker/access/administration.ts';
import { createAuditWriter } from '../broker/audit/writer.ts';
import { createDatabaseClock } from '../broker/store/clock.ts';
import { isRolledBack } from '../broker/store/database.ts';
import { HubError } from '../broker/contract/errors.ts';
import { createParties, type Receiver, type Sender } from '../test/crash/parties.ts';

export const HELD = 'BENCH-HELD';
export const OPEN = 'BENCH-OPEN';
export const DRAINED = 'BENCH-DRAINED';
/** Held for ever, with a million behind each. */
export const QUEUED = 'BENCH-QUEUED';
export const PARKED = 'BENCH-PARKED';
export const RECEIVERS = [HELD, OPEN, DRAINED, QUEUED, PARKED];
const SEARCHER = 'PL-SG';
export const OFFICER = { id: 'BENCH-1', unit: 'Bench' };

const BY = { party: 'OPERATOR' };
const REASON = 'A measurement';

export interface Cast {
  readonly sender: Sender;
  readonly searcher: Sender;
  readonly administration: Administration;
  close(): Promise<void>;
}

/** Migrates the database and fills it; what is to be held is held from the start. */
export async function createCast(databaseUrl: string, sinkUrl: string): Promise<Cast> {
  const [sender] = await createParties(
    databaseUrl,
    RECEIVERS.map((name) => ({ name, destination: webhook(sinkUrl) })),
  );
  if (sender === undefined) throw new HubError('LOCAL_SERVER_FAILED', { detail: 'The benchmark has no sender.' });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  const administration = await openAdministration(pool);
  const searcher = { code: SEARCHER, apiKey: await createSearcher(administration) };
  for (const name of [HELD, QUEUED, PARKED]) await hold(administration, name);
  return { sender, searcher, administration, close: () => pool.end() };
}

const webhook = (url: string): Receiver['destination'] => ({
  adapter: 'rest-consumers',
  settings: { url, secrets: [`whsec_${randomBytes(32).toString('base64')}`] },
});

export const hold = (administration: Administration, name: string): Promise<void> => administration.holdDestination(name, BY, REASON);

export const resume = (administration: Administration, name: string): Promise<void> => administration.resumeDestination(name, BY, REASON);

async function openAdministration(pool: pg.Pool): Promise<Administration> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'bench', name: 'operations', isRolledBack });
  return createAdministration({ pool, newId: randomUUID, randomBytes, audit });
}

async function createSearcher(administration: Administration): Promise<string> {
  await administration.createParty({ code: SEARCHER, name: SEARCHER, roles: ['sis-search'], destination: null });
  await administration.addOfficer({ party: SEARCHER, name: 'Synthetic Officer', ...OFFICER });
  await administration.grant({ party: SEARCHER, operation: 'sis-search', messageType: '*', legalBasis: REASON });
  return (await administration.issueKey(SEARCHER)).apiKey;
}
