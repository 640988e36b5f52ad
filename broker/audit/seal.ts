/**
 * A seal: the heads of all chains that moved since the seal before, that seal's hash, and a signature over both. Whoever
 * holds one seal can prove what the audit log said up to it.
 */
import { createHash } from 'node:crypto';
import { utcText } from './instant.ts';

export interface ChainHead {
  readonly chain: string;
  readonly n: number;
  /** Hash of entry n, hex. */
  readonly head: string;
}

/** One seal as it is stored, exported and written to the seal file. Byte values are hex. */
export interface Seal {
  readonly n: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly sealedAt: string;
  /** One line a chain, sorted by chain: `<chain> <n> <head>`. */
  readonly heads: string;
  readonly previous: string;
  readonly hash: string;
  readonly signature: string;
  readonly keyId: string;
}

/** What the first seal holds in place of a previous hash. */
export const SEAL_START = createHash('sha256').update('pobyt-hub audit seals\n').digest('hex');

/** Columns of audit_seal as a Seal. */
export const SEAL_COLUMNS = `n::float8 AS n, ${utcText('sealed_at')} AS "sealedAt", heads, encode(previous, 'hex') AS previous,
  encode(hash, 'hex') AS hash, encode(signature, 'hex') AS signature, key_id AS "keyId"`;

export const headsText = (heads: readonly ChainHead[]): string =>
  [...heads]
    .sort((a, b) => (a.chain < b.chain ? -1 : 1))
    .map(({ chain, n, head }) => `${chain} ${n} ${head}\n`)
    .join('');

export function parseHeads(text: string): ChainHead[] {
  return [...text.matchAll(/^(\S+) (\d+) ([0-9a-f]{64})$/gm)].map(([, chain = '', n, head = '']) => ({ chain, n: Number(n), head }));
}

export function sealHash(seal: Pick<Seal, 'n' | 'sealedAt' | 'heads' | 'previous'>): Buffer {
  return createHash('sha256').update(Buffer.from(seal.previous, 'hex')).update(`${seal.n}\n${seal.sealedAt}\n`).update(seal.heads).digest();
}
