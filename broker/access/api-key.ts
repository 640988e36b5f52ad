/**
 * API keys: `hub_<prefix>_<secret>`, the prefix to be shown and logged, the secret 256 random bits in base64url. The hub
 * keeps only the sha256 of the whole key, so the key cannot be had back from the database.
 */
import { createHash } from 'node:crypto';

const FORM = /^hub_([0-9a-f]{8})_[A-Za-z0-9_-]{43}$/;
const PREFIX_BYTES = 4;
const SECRET_BYTES = 32;

export interface ApiKey {
  readonly apiKey: string;
  readonly prefix: string;
}

export function makeApiKey(randomBytes: (count: number) => Buffer): ApiKey {
  const prefix = randomBytes(PREFIX_BYTES).toString('hex');
  return { apiKey: `hub_${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`, prefix };
}

export const isApiKey = (text: string): boolean => FORM.test(text);

export const apiKeyDigest = (apiKey: string): Buffer => createHash('sha256').update(apiKey).digest();
