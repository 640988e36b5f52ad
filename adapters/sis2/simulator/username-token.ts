/** Checks the WS-Security username token, as text or as digest, before anything is answered. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** `security` is the parsed header; anything but the right token is refused. */
export function isAuthentic(security: unknown, credentials: Credentials): boolean {
  const token = child(security, 'UsernameToken');
  const username = textOf(child(token, 'Username'));
  const password = child(token, 'Password');
  const type = textOf(child(child(password, 'attributes'), 'Type')) ?? '';
  const expected = type.endsWith('#PasswordDigest') ? digest(token, credentials.password) : credentials.password;
  return isSame(username, credentials.username) && isSame(textOf(password), expected);
}

function digest(token: unknown, password: string): string {
  const nonce = Buffer.from(textOf(child(token, 'Nonce')) ?? '', 'base64');
  const created = textOf(child(token, 'Created')) ?? '';
  return createHash('sha1').update(nonce).update(created).update(password).digest('base64');
}

function isSame(given: string | undefined, expected: string): boolean {
  const [a, b] = [given ?? '', expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return given !== undefined && timingSafeEqual(a, b);
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined;
}

function textOf(node: unknown): string | undefined {
  const text = typeof node === 'object' ? child(node, '$value') : node;
  return typeof text === 'string' ? text : undefined;
}
