/**
 * A REST endpoint as a service declares it: the gateway builds the route, the rights check and the OpenAPI entry from it,
 * and calls the named Moleculer action with a RestCall.
 */
import type { Who } from './who.ts';

export type Role = 'submit' | 'receive' | 'sis-search' | 'registers' | 'operate' | 'audit' | 'data-protection';

/** The authenticated caller. */
export interface Principal {
  readonly party: string;
  readonly roles: readonly Role[];
  readonly keyPrefix: string;
}

export interface RestCall {
  readonly principal: Principal;
  /** What the Hub-* headers said; complete as the endpoint's `whoAndWhy` asks for. */
  readonly who: Who;
  /** Path parameters, e.g. `{ id }`. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The exact bytes received; empty without a body, and where the endpoint takes them as they come. */
  readonly body: Buffer;
  /** Aborts when the caller has left. */
  readonly signal?: AbortSignal;
  /** The body of an endpoint that `streams: 'body'`, not read yet: ends, or throws BODY_TOO_LARGE or INVALID_PARAMETER when it is cut off. */
  readonly stream?: AsyncIterable<Buffer>;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Sent as JSON; a Buffer is sent as it is with the given content-type, and so is what an endpoint that `streams: 'answer'` answers as
   * an AsyncIterable of Buffers. What fails before its first piece is answered as a problem; later the connection is cut.
   */
  readonly body?: unknown;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1, with `:name` for path parameters. */
  readonly path: string;
  readonly summary: string;
  /** One of these roles is needed; an empty list admits every authenticated party. */
  readonly roles: readonly Role[];
  /** Which Hub-* headers are demanded: none, Hub-Officer, or all four. */
  readonly whoAndWhy: 'none' | 'officer' | 'full';
  /** Query parameters: name to what it is for. */
  readonly query?: Readonly<Record<string, string>>;
  /** `$id`s below https://schemas.pobyt-hub.example/, for OpenAPI. */
  readonly request?: string;
  readonly response?: string;
  /** The statuses of an answer that is no error; 200 if absent. */
  readonly answers?: readonly number[];
  /** True where the accept queue must have room before the body is read. */
  readonly accepts?: boolean;
  /** True for a GET that changes something, such as a lease: HEAD is no harmless question then. */
  readonly hasEffects?: boolean;
  /** Where bytes pass without being held: `body` hands them to the service as RestCall.stream, `answer` sends what it answers. */
  readonly streams?: 'body' | 'answer';
  /** The longest body; without it `http.maxBodyBytes`. */
  readonly maxBodyBytes?: number;
  /** The Moleculer action, called on the local node with a RestCall; answers a RestAnswer. */
  readonly action: string;
}
