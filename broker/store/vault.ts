/** The vault of adapters: the first master key encrypts, any of them opens. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { HubError } from '../contract/errors.ts';
import type { Vault } from '../contract/doors.ts';

interface VaultOptions {
  /** 32 bytes in base64 each. */
  readonly masterKeys: readonly { readonly id: string; readonly key: string }[];
  readonly randomBytes: (length: number) => Buffer;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

export function createVault({ masterKeys, randomBytes }: VaultOptions): Vault {
  return {
    seal: (belongsTo, content) => {
      const [first] = masterKeys;
      if (first === undefined) throw new HubError('CONFIG_INVALID', { detail: 'There is no master key.' });
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, Buffer.from(first.key, 'base64'), nonce, { authTagLength: TAG }).setAAD(Buffer.from(belongsTo));
      const text = Buffer.concat([cipher.update(content), cipher.final()]);
      return { keyId: first.id, bytes: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
    },
    open: (belongsTo, { keyId, bytes }) => {
      const key = masterKeys.find(({ id }) => id === keyId);
      if (key === undefined) throw new HubError('INTERNAL', { detail: `The master key ${keyId} is not configured.` });
      try {
        const decipher = createDecipheriv(CIPHER, Buffer.from(key.key, 'base64'), bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAAD(Buffer.from(belongsTo)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      } catch (cause) {
        throw new HubError('INTERNAL', { detail: 'Sealed content cannot be opened.', cause });
      }
    },
  };
}
