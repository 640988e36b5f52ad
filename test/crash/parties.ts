/** Makes the synthetic parties of the crash run: senders with keys, receivers with the sinks' addresses. */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { migrate } from '../../broker/store/migrator.ts';

export const NOTE = 'pl.gov.udsc.exchange.note.v1';
const SENDERS = ['CRASH-S1', 'CRASH-S2', 'CRASH-S3', 'CRASH-S4'];
const LEGAL_BASIS = 'A rehearsal, with synthetic data only';

export interface Sender {
  readonly code: string;
  readonly apiKey: string;
}

export interface Receiver {
  readonly name: string;
  readonly url: string;
}

/** Migrates the database and fills it. */
export async function createParties(databaseUrl: string, receivers: readonly Receiver[]): Promise<Sender[]> {
  await migrate(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const administration = await openAdministration(pool);
    for (const receiver of receivers) await createReceiver(administration, receiver);
    const senders: Sender[] = [];
    for (const code of SENDERS) senders.push({ code, apiKey: await createSender(administration, code) });
    return senders;
  } finally {
    await pool.end();
  }
}

async function openAdministration(pool: pg.Pool): Promise<Administration> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'crash', name: 'operations', isRolledBack });
  return createAdministration({ pool, newId: randomUUID, randomBytes, audit });
}

async function createReceiver(administration: Administration, { name, url }: Receiver): Promise<void> {
  const settings = { url, secrets: [`whsec_${randomBytes(32).toString('base64')}`] };
  await administration.createParty({ code: name, name, roles: ['receive'], destination: { adapter: 'rest-consumers', settings } });
  await administration.grant({ party: name, operation: 'receive', messageType: NOTE, legalBasis: LEGAL_BASIS });
}

async function createSender(administration: Administration, code: string): Promise<string> {
  await administration.createParty({ code, name: code, roles: ['submit'], destination: null });
  await administration.grant({ party: code, operation: 'submit', messageType: NOTE, legalBasis: LEGAL_BASIS });
  return (await administration.issueKey(code)).apiKey;
}
