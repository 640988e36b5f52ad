/** Makes the login of a party through RabbitMQ's management API, where its plugin is enabled. */
import { request } from 'undici';
import { HubError } from '../../broker/contract/errors.ts';
import type { Login } from './login.ts';

const TIMEOUT_MS = 5000;

/**
 * Makes the login or gives it the new password, and sets what it may do. `managementUrl` has a login that may administer, such as
 * http://user:password@host:15672. Answers false when nobody answers there; throws PARTY_QUEUE_REFUSED when RabbitMQ will not.
 */
export async function makeLogin(managementUrl: string, { user, password, virtualHost, permissions }: Login): Promise<boolean> {
  const host = encodeURIComponent(virtualHost);
  const name = encodeURIComponent(user);
  const found = await ask(managementUrl, { method: 'GET', path: `/api/vhosts/${host}` });
  if (found === undefined) return false;
  refuseUnless(found, `There is no virtual host ${virtualHost}, or this login may not see it`);
  for (const step of [
    { method: 'PUT', path: `/api/users/${name}`, body: { password, tags: '' } },
    { method: 'PUT', path: `/api/permissions/${host}/${name}`, body: permissions },
  ] as const)
    refuseUnless((await ask(managementUrl, step)) ?? 0, `The login ${user} could not be made`);
  return true;
}

interface Question {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
}

/** Answers the status; undefined when nobody answers. */
async function ask(managementUrl: string, { method, path, body }: Question): Promise<number | undefined> {
  const { origin, username, password } = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  try {
    const answer = await request(`${origin}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return undefined;
  }
}

function refuseUnless(status: number, words: string): void {
  if (status < 200 || status > 299) throw new HubError('PARTY_QUEUE_REFUSED', { detail: `${words} (status ${status}).` });
}
