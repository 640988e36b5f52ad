/** Standard Webhooks signature, scheme v1: HMAC-SHA256 over `id.timestamp.body`, one for each live secret. */
import { createHmac } from 'node:crypto';

interface Stamp {
  readonly id: string;
  readonly seconds: number;
}

interface Signed extends Stamp {
  readonly body: Buffer;
}

interface Signature {
  update(part: Buffer): void;
  /** Once, after the last part. */
  value(): string;
}

export function signatureOf({ body, ...stamp }: Signed, secrets: readonly string[]): string {
  const signature = beginSignature(stamp, secrets);
  signature.update(body);
  return signature.value();
}

/** Of a body that comes in parts. */
export function beginSignature({ id, seconds }: Stamp, secrets: readonly string[]): Signature {
  const codes = secrets.map((secret) => createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.`));
  return {
    update: (part) => codes.forEach((code) => code.update(part)),
    value: () => codes.map((code) => `v1,${code.digest('base64')}`).join(' '),
  };
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
