/**
 * Encrypts what must not lie in the clear (AES-256-GCM, bound to what it belongs to): the content of an alert, so that a match can be
 * confirmed within the term and by nobody else, and what an officer says of the person seen.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { HubError } from '../../broker/contract/errors.ts';

export interface MasterKey {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly key: string;
}

export interface SealedContent {
  readonly keyId: string;
  /** Nonce (12 bytes), tag (16 bytes), ciphertext. */
  readonly sealed: Buffer;
}

const NONCE = 12;
const TAG = 16;

/** The first key encrypts. `belongsTo` must be said again to open it. */
export function sealContent(keys: readonly MasterKey[], belongsTo: string, content: unknown): SealedContent {
  const [first] = keys;
  if (first === undefined) throw new HubError('CONFIG_INVALID', { detail: 'There is no master key.' });
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(first.key, 'base64'), nonce).setAAD(Buffer.from(belongsTo));
  const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return { keyId: first.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
}

/** Throws INTERNAL when the key is gone or the bytes are not those that were sealed for this. */
export function openContent(keys: readonly MasterKey[], belongsTo: string, { keyId, sealed }: SealedContent): unknown {
  const key = keys.find((candidate) => candidate.id === keyId);
  if (key === undefined) throw new HubError('INTERNAL', { detail: `The master key ${keyId} is not configured.` });
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.key, 'base64'), sealed.subarray(0, NONCE));
    decipher.setAAD(Buffer.from(belongsTo)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')) as unknown;
  } catch (cause) {
    throw new HubError('INTERNAL', { detail: 'Sealed content cannot be opened.', cause });
  }
}
