/**
 * Registers the cast in the database, once: what is there stays, what is missing is added. Answers the credentials, whose API
 * keys are issued anew only where the kept ones are unknown to the database.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { createAdministration, type Administration } from '../broker/access/administration.ts';
import { apiKeyDigest } from '../broker/access/api-key.ts';
import { createAuditWriter } from '../broker/audit/writer.ts';
import type { Role } from '../broker/contract/endpoint.ts';
import { createDatabaseClock } from '../broker/store/clock.ts';
import { isRolledBack } from '../broker/store/database.ts';
import { CAST, officersOf, WEBHOOK_PARTY, type CastOfficer } from './cast.ts';
import { writePrivate } from './keys.ts';

export interface Credentials {
  readonly parties: readonly { code: string; roles: readonly Role[]; apiKey: string; officers: readonly CastOfficer[] }[];
}

type CastParty = (typeof CAST)[number];
type Policy = Readonly<Record<string, number>>;

export interface Webhook {
  readonly url: string;
  readonly secrets: readonly string[];
}

export interface Seeding {
  readonly databaseUrl: string;
  readonly credentialsFile: string;
  readonly webhook: Webhook;
  /** Of the destination of the party with the webhook, for as long as the story runs. */
  readonly webhookPolicy: Policy;
}

const LEGAL_BASIS = 'Demonstration with synthetic data';

export async function seedParties(seeding: Seeding): Promise<Credentials> {
  const kept = keptKeys(seeding.credentialsFile);
  const parties = await withAdministration(seeding.databaseUrl, async (administration, pool) => {
    const seeded: Credentials['parties'][number][] = [];
    for (const party of CAST) {
      await createMissing({ administration, pool, party, webhook: seeding.webhook });
      const apiKey = await keyFor({ administration, pool, code: party.code, kept: kept.get(party.code) });
      seeded.push({ code: party.code, roles: party.roles, apiKey, officers: officersOf(party.code) });
    }
    await administration.setDestination(WEBHOOK_PARTY, { settings: { ...seeding.webhook }, policy: seeding.webhookPolicy });
    return seeded;
  });
  writePrivate(seeding.credentialsFile, { parties } satisfies Credentials);
  return { parties };
}

/** A running hub follows within two seconds. */
export const setPolicy = (databaseUrl: string, name: string, policy: Policy): Promise<void> =>
  withAdministration(databaseUrl, (administration) => administration.setDestination(name, { policy }));

async function withAdministration<T>(databaseUrl: string, use: (administration: Administration, pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const clock = createDatabaseClock(pool, () => performance.now());
    await clock.sync();
    const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'demo', name: 'operations', isRolledBack });
    return await use(createAdministration({ pool, newId: randomUUID, randomBytes, audit }), pool);
  } finally {
    await pool.end();
  }
}

interface Creation {
  readonly administration: Administration;
  readonly pool: pg.Pool;
  readonly party: CastParty;
  readonly webhook: Webhook;
}

async function createMissing({ administration, pool, party, webhook }: Creation): Promise<void> {
  const { code, name, roles } = party;
  const isThere = async (text: string, ...values: string[]): Promise<boolean> => ((await pool.query(text, values)).rowCount ?? 0) > 0;
  if (!(await isThere('SELECT 1 FROM party WHERE code = $1', code))) {
    await administration.createParty({ code, name, roles, destination: destinationOf(party, webhook) });
  }
  for (const officer of officersOf(code)) {
    if (await isThere('SELECT 1 FROM officer WHERE party = $1 AND id = $2', code, officer.id)) continue;
    await administration.addOfficer({ party: code, ...officer });
  }
  for (const wanted of grantsOf(party)) {
    const text = `SELECT 1 FROM party_grant WHERE party = $1 AND operation = $2 AND coalesce(purpose, '') = $3`;
    if (await isThere(text, code, wanted.operation, wanted.purpose ?? '')) continue;
    await administration.grant({ party: code, messageType: '*', legalBasis: LEGAL_BASIS, ...wanted });
  }
}

function destinationOf({ code, receivesBy }: CastParty, webhook: Webhook): Parameters<Administration['createParty']>[0]['destination'] {
  if (receivesBy === 'nothing') return null;
  if (receivesBy === 'consultations') return { adapter: 'service', settings: { service: receivesBy } };
  if (receivesBy === 'network') return { adapter: 'visa-consultation-network', settings: { state: code.slice(0, 3) } };
  return receivesBy === 'webhook' ? { adapter: 'rest-consumers', settings: { ...webhook } } : { adapter: receivesBy };
}

type Operation = 'submit' | 'receive' | 'sis-search' | 'registers';

const OPERATIONS: readonly Role[] = ['submit', 'receive', 'sis-search', 'registers'] satisfies Operation[];

function grantsOf({ roles, seesProtection }: CastParty): { operation: Operation; purpose: string | null }[] {
  const granted = roles.filter((role): role is Operation => OPERATIONS.includes(role));
  const general = granted.map((operation) => ({ operation, purpose: null }));
  return seesProtection ? [...general, { operation: 'receive', purpose: 'PROTECTION' }] : general;
}

interface KeyQuestion {
  readonly administration: Administration;
  readonly pool: pg.Pool;
  readonly code: string;
  readonly kept: string | undefined;
}

async function keyFor({ administration, pool, code, kept }: KeyQuestion): Promise<string> {
  const text =
    'SELECT 1 FROM api_key WHERE party = $1 AND sha256 = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > hub_now())';
  if (kept !== undefined && (await pool.query(text, [code, apiKeyDigest(kept)])).rowCount === 1) return kept;
  return (await administration.issueKey(code)).apiKey;
}

function keptKeys(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const { parties } = JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  return new Map(parties.map(({ code, apiKey }) => [code, apiKey]));
}
