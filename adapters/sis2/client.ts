/**
 * The SOAP side of the adapter: one client for its whole life, one WSDL parsed once, connections kept alive. The library writes the
 * requests and their security; the answers it never sees (docs/adr/0006). Guards what it does not: redirects, size of the answer, a
 * deadline that also ends a trickling answer.
 */
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { fileURLToPath } from 'node:url';
import { createClientAsync, WSSecurity, type IExOptions, type IHeaders, type IHttpClient } from 'soap';
import { HubError } from '../../broker/contract/errors.ts';
import { readAnswer, type HttpAnswer, type Operation } from './answer.ts';
import { garbage, timedOut, toSisError, unavailable } from './faults.ts';
import { post, type PostFailure } from './http-post.ts';
import type { FullSettings } from './settings.ts';

const WSDL = fileURLToPath(new URL('./wsdl/sis2.wsdl', import.meta.url));

export interface SisClient {
  /** Calls one operation; `signal` ends it. Gives the content of its answer, every leaf a string; throws HubError of the SIS_ family. */
  call(operation: Operation, args: object, signal: AbortSignal): Promise<unknown>;
  /** Ends every connection, calls in flight too. */
  close(): void;
}

/** What we use of the library's client, typed. */
type CallOperation = (args: object, exchange: Exchange) => Promise<unknown>;

/** Goes through the library to our HTTP client, and the answer comes back in it. */
interface Exchange extends IExOptions {
  readonly signal: AbortSignal;
  answer?: HttpAnswer;
}

export async function createSisClient(settings: FullSettings): Promise<SisClient> {
  const agent = await createAgent(settings);
  const httpClient = new OwnHttpClient(agent, settings.maxAnswerBytes);
  const soap = await createClientAsync(WSDL, { httpClient, disableCache: true, endpoint: settings.url });
  if (settings.security.kind === 'username-token') soap.setSecurity(usernameToken(settings.security));

  let closed = false;
  const once = async (operation: Operation, args: object, signal: AbortSignal): Promise<HttpAnswer> => {
    if (closed) throw unavailable('CLOSED');
    const method = soap[`${operation}Async`] as CallOperation;
    const exchange: Exchange = { signal };
    await method.call(soap, args, exchange);
    if (exchange.answer === undefined) throw garbage('there is none');
    return exchange.answer;
  };
  return {
    async call(operation, args, signal) {
      try {
        const answer = await endedBy(
          signal,
          again(() => once(operation, args, signal)),
        );
        return readAnswer(answer, operation);
      } catch (error) {
        throw signal.aborted ? timedOut() : toSisError(error);
      } finally {
        // The library keeps the last request for its user; it holds personal data.
        delete soap.lastRequest;
        delete soap.lastMessage;
      }
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

/** The document of a request as the library writes it, without its security; sends nothing. */
export async function renderRequest(operation: Operation, args: object): Promise<string> {
  let written = '';
  const httpClient: IHttpClient = {
    request: (...sent: Parameters<IHttpClient['request']>) => {
      const [, body, callback] = sent as [string, string, HttpCallback];
      written = body;
      callback(null, { status: 200 }, '');
      return undefined as never;
    },
  };
  const soap = await createClientAsync(WSDL, { httpClient, disableCache: true });
  await (soap[`${operation}Async`] as CallOperation).call(soap, args, { signal: new AbortController().signal });
  return written;
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
 * envelope with a slow search, and follows, unpacks and detours. The library is told that the answer was empty.
 */
class OwnHttpClient implements IHttpClient {
  readonly #agent: HttpAgent;
  readonly #maxAnswerBytes: number;

  constructor(agent: HttpAgent, maxAnswerBytes: number) {
    this.#agent = agent;
    this.#maxAnswerBytes = maxAnswerBytes;
  }

  request(...args: Parameters<IHttpClient['request']>): ReturnType<IHttpClient['request']> {
    const [url, body, callback, headers, exchange] = args as [string, string, HttpCallback, IHeaders, Exchange];
    const given = { url, body, headers: headers as OutgoingHttpHeaders, signal: exchange.signal };
    post({ ...given, agent: this.#agent, maxAnswerBytes: this.#maxAnswerBytes }).then(
      (answer) => {
        exchange.answer = answer;
        callback(null, { status: 200 }, '');
      },
      (error: unknown) => void callback(error),
    );
    return undefined as never; // only its streaming client would use it
  }
}

type HttpCallback = (error: unknown, response?: unknown, body?: unknown) => unknown;

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
