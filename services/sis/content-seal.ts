/**
 * Encrypts what must not lie in the clear, bound to what it belongs to: the content of an alert, so that a match can be confirmed within the
 * term and by nobody else, and what an officer says of the person seen.
 */
import { randomBytes } from 'node:crypto';
import { createVault } from '../../broker/store/vault.ts';

export interface MasterKey {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly key: string;
}

export interface SealedContent {
  readonly keyId: string;
  readonly sealed: Buffer;
}

/** The first key encrypts. `belongsTo` must be said again to open it. */
export function sealContent(masterKeys: readonly MasterKey[], belongsTo: string, content: unknown): SealedContent {
  const { keyId, bytes } = createVault({ masterKeys, randomBytes }).seal(belongsTo, Buffer.from(JSON.stringify(content)));
  return { keyId, sealed: bytes };
}

/** Throws INTERNAL when the key is gone or the bytes are not those that were sealed for this. */
export function openContent(masterKeys: readonly MasterKey[], belongsTo: string, { keyId, sealed }: SealedContent): unknown {
  const content = createVault({ masterKeys, randomBytes }).open(belongsTo, { keyId, bytes: sealed });
  return JSON.parse(content.toString('utf8')) as unknown;
}
