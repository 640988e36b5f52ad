/** Issues, rotates and revokes API keys. A key is told once, to the one who asked; the database keeps its digest. */
import type pg from 'pg';
import { HubError } from '../contract/errors.ts';
import { apiKeyDigest, makeApiKey, type ApiKey } from './api-key.ts';
import { commitChange, readRows, requireParty, type AdministrationOptions } from './change.ts';
import type { CheckInput } from './inputs.ts';

export interface IssuedKey extends ApiKey {
  readonly id: string;
}

export interface KeyTerms {
  /** ISO 8601 instant; null or absent for a key that does not expire. */
  readonly expiresAt?: string | null;
}

export interface Rotation extends KeyTerms {
  /** For how long the keys so far still work, at most. */
  readonly overlapMs: number;
}

interface KeyRequest<Terms> {
  readonly party: string;
  readonly terms: Terms;
}

/** Throws NOT_FOUND for an unknown party, INVALID_SETTING. */
export async function issueKey(
  options: AdministrationOptions,
  check: CheckInput,
  { party, terms }: KeyRequest<KeyTerms>,
): Promise<IssuedKey> {
  check('key', terms);
  await requireParty(options.pool, party);
  const key = newKey(options);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'key.issued', subject: party, keyPrefix: key.prefix, expiresAt: terms.expiresAt ?? null },
    run: (client) => insertKey(client, key, { party, terms }),
  });
  return key;
}

/** Issues a key and lets the others of the party run out after the overlap; none lives longer by it. */
export async function rotateKey(
  options: AdministrationOptions,
  check: CheckInput,
  { party, terms }: KeyRequest<Rotation>,
): Promise<IssuedKey> {
  check('rotation', terms);
  await requireParty(options.pool, party);
  const key = newKey(options);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'key.rotated', subject: party, keyPrefix: key.prefix, overlapMs: terms.overlapMs },
    run: async (client) => {
      const end = `hub_now() + $2 * interval '1 millisecond'`;
      const text = `UPDATE api_key SET expires_at = least(expires_at, ${end}) WHERE party = $1 AND revoked_at IS NULL`;
      await client.query(text, [party, terms.overlapMs]);
      await insertKey(client, key, { party, terms });
    },
  });
  return key;
}

/** By id or prefix; revoking twice changes nothing. Throws NOT_FOUND, or INVALID_STATE where two keys share the prefix. */
export async function revokeKey(options: AdministrationOptions, idOrPrefix: string): Promise<void> {
  const text = 'SELECT id, party, prefix, revoked_at IS NULL AS "isLive" FROM api_key WHERE id::text = $1 OR prefix = $1';
  const found = await readRows<{ id: string; party: string; prefix: string; isLive: boolean }>(options.pool, text, [idOrPrefix]);
  if (found.length === 0) throw new HubError('NOT_FOUND', { detail: 'There is no key of this id or prefix.' });
  const [key, ...others] = found.filter((row) => row.isLive);
  if (others.length > 0) throw new HubError('INVALID_STATE', { detail: 'Several keys share the prefix; name the id.' });
  if (key === undefined) return;
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'key.revoked', subject: key.party, keyPrefix: key.prefix },
    run: (client) => client.query('UPDATE api_key SET revoked_at = hub_now() WHERE id = $1 AND revoked_at IS NULL', [key.id]),
  });
}

const newKey = (options: AdministrationOptions): IssuedKey => ({ ...makeApiKey(options.randomBytes), id: options.newId() });

async function insertKey(client: pg.ClientBase, key: IssuedKey, { party, terms }: KeyRequest<KeyTerms>): Promise<void> {
  await client.query('INSERT INTO api_key (id, party, prefix, sha256, issued_at, expires_at) VALUES ($1, $2, $3, $4, hub_now(), $5)', [
    key.id,
    party,
    key.prefix,
    apiKeyDigest(key.apiKey),
    terms.expiresAt ?? null,
  ]);
}
