/** The Ed25519 keys of seals and exports: one private key signs, any number of public keys may check. */
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { HubError } from '../contract/errors.ts';

export interface Signer {
  readonly keyId: string;
  /** SPKI DER in base64. */
  readonly publicKey: string;
  sign(bytes: Buffer): Buffer;
}

/** True when the signature over the bytes was made with the key of that id. */
export type SignatureCheck = (keyId: string, bytes: Buffer, signature: Buffer) => boolean;

/** A signer of an Ed25519 private key, PKCS#8 DER in base64. Throws CONFIG_INVALID. */
export function createSigner(sealKey: string): Signer {
  const key = readKey(() => createPrivateKey({ key: Buffer.from(sealKey, 'base64'), format: 'der', type: 'pkcs8' }));
  const publicKey = spki(createPublicKey(key));
  return { keyId: keyIdOf(publicKey), publicKey: publicKey.toString('base64'), sign: (bytes) => sign(null, bytes, key) };
}

/** Checks signatures of the given public keys, SPKI DER in base64. A key id that is not among them is never believed. */
export function createSignatureCheck(publicKeys: readonly string[]): SignatureCheck {
  const keys = new Map<string, KeyObject>();
  for (const text of publicKeys) {
    const key = readKey(() => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }));
    keys.set(keyIdOf(spki(key)), key);
  }
  return (keyId, bytes, signature) => {
    const key = keys.get(keyId);
    return key !== undefined && verify(null, bytes, key, signature);
  };
}

/** The first 16 hex digits of the SHA-256 of the public key. */
const keyIdOf = (publicKey: Buffer): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

const spki = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

function readKey(read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new HubError('CONFIG_INVALID', { detail: 'The seal key cannot be read as an Ed25519 key (DER in base64).', cause });
  }
  throw new HubError('CONFIG_INVALID', { detail: 'The seal key is not an Ed25519 key.' });
}
