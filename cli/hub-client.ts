/** Asks a running hub over REST, for what only a node can do: it alone sends out tickets for what came free. */
import { Option, type Command } from 'commander';
import { ERROR_CATALOGUE, type ErrorCode } from '../broker/contract/error-catalogue.ts';
import { HubError, type Fault } from '../broker/contract/errors.ts';

export interface HubOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly officer?: string;
}

export interface HubRequest {
  readonly method: 'GET' | 'POST';
  /** Below /api/v1, with its query. */
  readonly path: string;
  readonly body?: unknown;
}

const DEADLINE_MS = 60_000;

export const addHubOptions = (command: Command): Command =>
  command
    .addOption(new Option('--url <url>', 'a running hub').env('HUB_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--api-key <key>', 'of a party with the role operate; rather by the environment').env('HUB_API_KEY'))
    .addOption(new Option('--officer <id>', 'who acts, as registered with the party').env('HUB_OFFICER'));

/** Throws what the hub answers as an error, CONFIG_INVALID without a key, SERVICE_UNAVAILABLE when no hub is there. */
export async function askHub<T>(options: HubOptions, request: HubRequest): Promise<T> {
  const response = await send(options, request);
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as T;
  throw errorOf(options.url, response.status, body);
}

/** The path with those parameters that are given. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

async function send(options: HubOptions, { method, path, body }: HubRequest): Promise<Response> {
  const headers = headersOf(options, body !== undefined);
  const target = addressOf(options.url, path);
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    return await fetch(target, { method, headers, ...content, redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch (cause) {
    throw new HubError('SERVICE_UNAVAILABLE', { detail: `No hub answers at ${target.origin}.`, cause });
  }
}

function addressOf(url: string, path: string): URL {
  const address = `${url.replace(/\/+$/, '')}/api/v1${path}`;
  if (/^https?:/.test(url) && URL.canParse(address)) return new URL(address);
  throw new HubError('CONFIG_INVALID', { detail: '--url (HUB_URL): expected an http address.' });
}

function headersOf({ apiKey, officer }: HubOptions, hasBody: boolean): Record<string, string> {
  if (!apiKey) throw new HubError('CONFIG_INVALID', { detail: 'HUB_API_KEY: is missing (the key of a party with the role operate).' });
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    // The hub reads UTF-8; fetch takes one character a byte.
    ...(officer === undefined ? {} : { 'hub-officer': Buffer.from(officer, 'utf8').toString('latin1') }),
  };
}

interface Problem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly errors?: readonly Fault[];
}

function errorOf(url: string, status: number, body: unknown): HubError {
  const { code, detail, errors } = (body ?? {}) as Problem;
  if (typeof code !== 'string' || !(code in ERROR_CATALOGUE))
    return new HubError('SERVICE_UNAVAILABLE', { detail: `What answers at ${new URL(url).origin} with status ${status} is not a hub.` });
  return new HubError(code as ErrorCode, { ...(typeof detail === 'string' ? { detail } : {}), faults: errors ?? [] });
}
