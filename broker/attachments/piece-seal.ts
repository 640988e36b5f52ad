/**
 * Seals the pieces of an attachment (AES-256-GCM). Each is bound to its attachment, its number and whether it is the last, so that
 * pieces cannot be swapped, left out, or cut off at the end (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015):
 * the length need not be known before. The key of an attachment is derived from the master key (RFC 5869).
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { HubError } from '../contract/errors.ts';

export interface Place {
  readonly id: string;
  /** Counts from 0. */
  readonly n: number;
  readonly isLast: boolean;
}

export interface MasterKey {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly key: string;
}

const TAG = 16;
/** Otherwise Node would take a shorter tag, which is easier to forge. */
const WHOLE_TAG = { authTagLength: TAG } as const;

export interface PieceSeal {
  /** Ciphertext, then the tag (16 bytes). A place is sealed once: its nonce follows from it. */
  seal(place: Place, piece: Buffer): Buffer;
  /** Throws ATTACHMENT_SPOILT when the bytes are not those that were sealed for this place. */
  open(place: Place, sealed: Buffer): Buffer;
}

export function createPieceSeal(master: MasterKey, id: string): PieceSeal {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(master.key, 'base64'), id, 'attachment', 32));
  return {
    seal: (place, piece) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place), WHOLE_TAG).setAAD(words(place));
      return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    },
    open: (place, sealed) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place), WHOLE_TAG).setAAD(words(place));
        decipher.setAuthTag(sealed.subarray(-TAG));
        return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
      } catch (cause) {
        throw new HubError('ATTACHMENT_SPOILT', { detail: 'A piece of an attachment is not what was stored.', cause });
      }
    },
  };
}

/** The key is used for one attachment, whose id is never given twice, so number and end make the nonce unique. */
function nonceOf({ n, isLast }: Place): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(n, 4);
  nonce.writeUInt32BE(isLast ? 1 : 0, 8);
  return nonce;
}

const words = ({ id, n, isLast }: Place): Buffer => Buffer.from(`attachment:${id}:${n}:${isLast ? 'last' : 'more'}`);

/** Throws INTERNAL when the key is gone. */
export function masterKey(keys: readonly MasterKey[], id: string | undefined): MasterKey {
  const key = id === undefined ? keys[0] : keys.find((candidate) => candidate.id === id);
  if (key === undefined) throw new HubError('INTERNAL', { detail: `The master key ${id ?? ''} is not configured.` });
  return key;
}
