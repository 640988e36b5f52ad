/** The routes of the gateway, and what is said about a request that none of them takes. */
import type { Endpoint, RestAnswer } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { asyncApi } from './asyncapi.ts';
import { docsFile, docsPage } from './docs.ts';
import { openApi } from './openapi.ts';
import { live, metrics, ready } from './probes.ts';
import { checkPath } from './query.ts';
import type { RouteHandler } from './request.ts';
import { endpointHandler, guarded, methodNotAllowed, methodsOf, type Gate } from './serve.ts';

export const API_PATH = '/api/v1';

/** `<method> <path>` to handler, as moleculer-web wants it. */
export type Aliases = Record<string, RouteHandler>;

export function apiAliases(gate: Gate, endpoints: readonly Endpoint[]): Aliases {
  const aliases = openAliases(gate, {
    'openapi.json': jsonDocument(openApi(endpoints, gate.hub.schemas)),
    'asyncapi.json': jsonDocument(asyncApi(gate.hub.schemas)),
    docs: docsPage,
    'docs/:file': docsFile,
  });
  for (const endpoint of endpoints) addAlias(aliases, endpoint, endpointHandler(gate, endpoint));
  return aliases;
}

/** Written once: a description does not change while a node runs. */
function jsonDocument(document: unknown): () => RestAnswer {
  const body = Buffer.from(JSON.stringify(document));
  return () => ({ status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body });
}

export const probeAliases = (gate: Gate): Aliases =>
  openAliases(gate, { 'health/live': live, 'health/ready': () => ready(gate.hub), metrics: () => metrics(gate.hub) });

/** Routes that need no key. */
function openAliases(gate: Gate, answers: Record<string, (file: string) => RestAnswer | Promise<RestAnswer>>): Aliases {
  const aliases: Aliases = {};
  for (const [path, answer] of Object.entries(answers)) {
    const handler = guarded(gate.hub, methodsOf({ method: 'GET' }), (req) => answer(req.$params?.params?.file ?? ''));
    addAlias(aliases, { method: 'GET', path: `/${path}` }, handler);
  }
  return aliases;
}

function addAlias(aliases: Aliases, endpoint: Pick<Endpoint, 'method' | 'path' | 'hasEffects'>, handler: RouteHandler): void {
  for (const method of methodsOf(endpoint)) aliases[`${method} ${endpoint.path}`] = handler;
}

/** What moleculer-web knows of a route, as far as it is needed to say which methods a path has. */
export interface KnownAlias {
  readonly method: string;
  readonly re: RegExp;
}

/** Why no route takes the URL: a bad escape, another method, or nothing there. */
export function unrouted(aliases: readonly KnownAlias[], url: string): HubError {
  try {
    checkPath(url);
  } catch (error) {
    if (error instanceof HubError) return error;
  }
  const path = (url.split('?', 1)[0] ?? '').replace(/(?<=.)\/$/, '');
  const methods = aliases.filter(({ re }) => re.test(path)).map(({ method }) => method);
  return methods.length > 0 ? methodNotAllowed(methods) : new HubError('NOT_FOUND');
}
