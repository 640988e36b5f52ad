/** Standard Webhooks signature, scheme v1: HMAC-SHA256 over `id.timestamp.body`, one for each live secret. */
import { createHmac } from 'node:crypto';

interface Signed {
  readonly id: string;
  readonly seconds: number;
  readonly body: Buffer;
}

export function signatureOf({ id, seconds, body }: Signed, secrets: readonly string[]): string {
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.`).update(body).digest('base64')}`)
    .join(' ');
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
