/** Makes the synthetic parties of the crash run: senders with keys, receivers at the sinks' addresses. */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { migrate } from '../../broker/store/migrator.ts';
import { TYPES } from './cargo.ts';

const SENDERS = ['CRASH-S1', 'CRASH-S2', 'CRASH-S3', 'CRASH-S4'];
const LEGAL_BASIS = 'A rehearsal, with synthetic data only';

export interface Sender {
  readonly code: string;
  readonly apiKey: string;
}

export interface Receiver {
  readonly name: string;
  readonly destination: { readonly adapter: string; readonly settings: Readonly<Record<string, unknown>> };
}

const SENT = Object.values(TYPES);

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

export async function openAdministration(pool: pg.Pool): Promise<Administration> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'crash', name: 'operations', isRolledBack });
  return createAdministration({ pool, newId: randomUUID, randomBytes, audit });
}

async function createReceiver(administration: Administration, { name, destination }: Receiver): Promise<void> {
  await administration.createParty({ code: name, name, roles: ['receive'], destination });
  await grantAll(administration, name, 'receive');
}

async function createSender(administration: Administration, code: string): Promise<string> {
  await administration.createParty({ code, name: code, roles: ['submit'], destination: null });
  await grantAll(administration, code, 'submit');
  return (await administration.issueKey(code)).apiKey;
}

async function grantAll(administration: Administration, party: string, operation: 'submit' | 'receive'): Promise<void> {
  for (const messageType of SENT) await administration.grant({ party, operation, messageType, legalBasis: LEGAL_BASIS });
}
