/**
 * The SOAP side of the adapter: one client for its whole life, one WSDL parsed once, connections kept alive. Guards what the
 * library does not: size and shape of the answer before it is parsed, redirects, a deadline that also ends a trickling answer.
 */
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { fileURLToPath } from 'node:url';
import { createClientAsync, WSSecurity, type IExOptions, type IHeaders, type IHttpClient } from 'soap';
import { HubError } from '../../broker/contract/errors.ts';
import { garbage, timedOut, toSisError, unavailable } from './faults.ts';
import { post, type PostFailure } from './http-post.ts';
import type { FullSettings } from './settings.ts';
import { ANSWER_LIMITS, findXmlDanger } from './xml-gate.ts';

const WSDL = fileURLToPath(new URL('./wsdl/sis2.wsdl', import.meta.url));

export type Operation = 'SearchPersons' | 'SearchDocuments' | 'FetchAlert' | 'Ping';

export interface SisClient {
  /** Calls one operation; `signal` ends it. Gives the parsed body, every leaf a string; throws HubError of the SIS_ family. */
  call(operation: Operation, args: object, signal: AbortSignal): Promise<unknown>;
  /** Ends every connection, calls in flight too. */
  close(): void;
}

/** What we use of the library's client, typed. */
type CallOperation = (args: object, options: IExOptions) => Promise<[unknown, ...unknown[]]>;

export async function createSisClient(settings: FullSettings): Promise<SisClient> {
  const agent = await createAgent(settings);
  const httpClient = new GatedHttpClient(agent, settings.maxAnswerBytes);
  const raw = Object.fromEntries(['boolean', 'int', 'dateTime'].map((type) => [type, (text: string) => text]));
  // The library turns bad numbers into NaN and bad flags into false; as text they reach the translator, which refuses them.
  const options = { httpClient, customDeserializer: raw, disableCache: true, endpoint: settings.url };
  const soap = await createClientAsync(WSDL, options);
  if (settings.security.kind === 'username-token') soap.setSecurity(usernameToken(settings.security));

  let closed = false;
  const once = async (operation: Operation, args: object, signal: AbortSignal): Promise<unknown> => {
    if (closed) throw unavailable('CLOSED');
    const method = soap[`${operation}Async`] as CallOperation;
    const [result] = await method.call(soap, args, { signal });
    return result;
  };
  return {
    async call(operation, args, signal) {
      try {
        return await endedBy(
          signal,
          again(() => once(operation, args, signal)),
        );
      } catch (error) {
        throw signal.aborted ? timedOut() : toSisError(error);
      } finally {
        // The library keeps the last exchange for its user; it holds personal data.
        delete soap.lastRequest;
        delete soap.lastMessage;
        delete soap.lastResponse;
      }
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

/** A kept connection may be closed by the peer in the moment it is used again; a search is idempotent, so ask once more. */
async function again<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    const { code, reusedSocket } = error as PostFailure;
    if (reusedSocket !== true || (code !== 'ECONNRESET' && code !== 'EPIPE')) throw error;
    return attempt();
  }
}

/** Settles when the signal aborts, whatever the library does. */
function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(timedOut());
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/**
 * Carries what the library says, in place of its own HTTP client: that one costs more than the rest of a call, looks for the
 * envelope with a slow search, and follows, unpacks and detours. The gate stands in front of the library's parser.
 */
class GatedHttpClient implements IHttpClient {
  readonly #agent: HttpAgent;
  readonly #maxAnswerBytes: number;

  constructor(agent: HttpAgent, maxAnswerBytes: number) {
    this.#agent = agent;
    this.#maxAnswerBytes = maxAnswerBytes;
  }

  request(...args: Parameters<IHttpClient['request']>): ReturnType<IHttpClient['request']> {
    const [url, body, callback, headers, options] = args as [string, string, HttpCallback, IHeaders, { signal: AbortSignal }];
    const given = { url, body, headers: headers as OutgoingHttpHeaders, signal: options.signal };
    post({ ...given, agent: this.#agent, maxAnswerBytes: this.#maxAnswerBytes }).then(
      ({ status, text }) => hand(callback, status, text),
      (error: unknown) => void callback(error),
    );
    return undefined as never; // only its streaming client would use it
  }
}

type HttpCallback = (error: unknown, response?: unknown, body?: unknown) => unknown;

function hand(callback: HttpCallback, status: number, text: string): void {
  const refusal = refuse(status, text);
  try {
    if (refusal === undefined) callback(null, { status }, text);
    else callback(refusal);
  } catch {
    // A fault thrown here by the library would end the process as an unhandled rejection.
    callback(garbage('the answer has an unexpected form'));
  }
}

function refuse(status: number, text: string): HubError | undefined {
  if (status !== 200 && !/[:<]Fault[\s>]/.test(text.slice(0, 4096))) return unavailable(`HTTP_${status}`);
  const danger = findXmlDanger(text, ANSWER_LIMITS);
  return danger === undefined ? undefined : garbage(danger);
}

function usernameToken(token: Extract<FullSettings['security'], { kind: 'username-token' }>): WSSecurity {
  return new WSSecurity(token.username, token.password, { passwordType: token.passwordType ?? 'PasswordText', hasNonce: true });
}

/** Certificates are read once, here: the library's own security object would open a new agent for every call. */
async function createAgent(settings: FullSettings): Promise<HttpAgent> {
  const pool = { keepAlive: settings.keepAlive, maxSockets: settings.maxConcurrent + 1, noDelay: true };
  if (!settings.url.startsWith('https:')) return new HttpAgent(pool);
  return new HttpsAgent({ ...pool, ...(await readCertificates(settings.security)) });
}

async function readCertificates(security: FullSettings['security']): Promise<AgentOptions> {
  const paths =
    security.kind === 'client-certificate'
      ? { pfx: security.pfx, cert: security.cert, key: security.key, ca: security.ca }
      : { ca: security.ca };
  const options: Record<string, Buffer | string> = {};
  for (const [name, path] of Object.entries(paths)) {
    if (path === undefined) continue;
    options[name] = await readFile(path).catch(() => {
      throw new HubError('CONFIG_INVALID', { detail: `The file for "${name}" of the connection to SIS cannot be read.` });
    });
  }
  if (security.kind === 'client-certificate' && security.passphrase !== undefined) options['passphrase'] = security.passphrase;
  return options;
}
