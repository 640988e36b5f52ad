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
  /** The exact bytes received; empty without a body. */
  readonly body: Buffer;
  /** Aborts when the caller has left. */
  readonly signal?: AbortSignal;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a Buffer is sent as it is with the given content-type. */
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
  /** True where the accept queue must have room before the body is read. */
  readonly accepts?: boolean;
  /** True for a GET that changes something, such as a lease: HEAD is no harmless question then. */
  readonly hasEffects?: boolean;
  /** The Moleculer action, called on the local node with a RestCall; answers a RestAnswer. */
  readonly action: string;
}
