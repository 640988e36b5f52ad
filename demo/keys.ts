/** The secrets of the demo: made once, kept in a file that only its owner may read, found again by the next start. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface DemoKeys {
  /** As HUB_MASTER_KEY expects it. */
  readonly masterKey: string;
  /** As HUB_SEAL_KEY expects it. */
  readonly sealKey: string;
  /** Signs what PL-ABW receives. */
  readonly webhookSecret: string;
}

export function keysIn(file: string): DemoKeys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoKeys;
  const keys = makeKeys();
  writePrivate(file, keys);
  return keys;
}

function makeKeys(): DemoKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    masterKey: `demo:${randomBytes(32).toString('base64')}`,
    sealKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

/** Writes JSON that no other account may read. */
export function writePrivate(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
