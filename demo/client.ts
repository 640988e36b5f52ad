/** Speaks REST to the hub as one of the parties. */
import type { Credentials } from './parties.ts';

export interface Answer {
  readonly status: number;
  /** Empty where the answer is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

export interface Call {
  readonly party: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON; a Buffer as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Client = (call: Call) => Promise<Answer>;

const PATIENCE_MS = 15_000;

/** Rejects when there is no answer: then nobody knows whether the hub has done what was asked. */
export function createClient(url: string, credentials: Credentials): Client {
  return async ({ party, method, path, body, headers }) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keyOf(credentials, party)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, bytes, body: isJson ? (JSON.parse(bytes.toString('utf8')) as Answer['body']) : {} };
  };
}

const partyOf = (credentials: Credentials, code: string): Credentials['parties'][number] | undefined =>
  credentials.parties.find((party) => party.code === code);

const keyOf = (credentials: Credentials, code: string): string => partyOf(credentials, code)?.apiKey ?? '';

/** The first officer of a party, as a search names one. */
export function officerOf(credentials: Credentials, code: string): { id: string; unit: string } {
  const officer = partyOf(credentials, code)?.officers[0];
  return { id: officer?.id ?? '', unit: officer?.unit ?? '' };
}
