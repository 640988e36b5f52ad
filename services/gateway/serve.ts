/**
 * Serves one endpoint: key and rate, rights, room, body, then the action on this node. Whatever fails on the way is answered as
 * a problem; a request is never left hanging.
 */
import type { ServerResponse } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import type { Hub } from '../../broker/contract/hub.ts';
import type { Endpoint, RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Who } from '../../broker/contract/who.ts';
import { writeAnswer, writeProblem } from './answer.ts';
import type { Authenticate, Caller } from './authentication.ts';
import { bodyStream, hasBody, readBody } from './body.ts';
import { toHubError, tracesOf } from './failures.ts';
import { checkMediaType } from './media-type.ts';
import { readQuery } from './query.ts';
import { urlOf, type GatewayRequest, type RouteHandler } from './request.ts';
import { checkRights, denialFact, principalOf, recordDenial } from './rights.ts';
import { isStream, streamAnswer } from './stream-answer.ts';
import { readWho } from './who.ts';

const NOTHING = Buffer.alloc(0);

export interface Gate {
  readonly hub: Hub;
  readonly broker: ServiceBroker;
  readonly authenticate: Authenticate;
}

export function endpointHandler(gate: Gate, endpoint: Endpoint): RouteHandler {
  return guarded(gate.hub, methodsOf(endpoint), (req, res) => callAction(gate, endpoint, { req, res }));
}

/** HEAD is asked as GET, unless that does something. */
export const methodsOf = ({ method, hasEffects }: Pick<Endpoint, 'method' | 'hasEffects'>): readonly string[] =>
  method === 'GET' && hasEffects !== true ? ['GET', 'HEAD'] : [method];

/** A handler that answers for everything `answer` throws. moleculer-web also routes OPTIONS here, by the method asked about. */
export function guarded(
  hub: Hub,
  methods: readonly string[],
  answer: (req: GatewayRequest, res: ServerResponse) => RestAnswer | Promise<RestAnswer>,
): RouteHandler {
  return (req, res) => void run(req, res);

  async function run(req: GatewayRequest, res: ServerResponse): Promise<void> {
    try {
      if (!methods.includes(req.method ?? '')) throw methodNotAllowed(methods);
      const given = await answer(req, res);
      if (isStream(given.body)) await streamAnswer(req, res, { ...given, body: given.body });
      else writeAnswer(res, given);
    } catch (error) {
      answerError(hub, error, { req, res });
    }
  }
}

export const methodNotAllowed = (methods: readonly string[]): HubError =>
  new HubError('METHOD_NOT_ALLOWED', { facts: { allow: [...new Set(methods)].sort() } });

/** Answers an error and logs what the hub itself has to answer for. */
export function answerError(hub: Hub, thrown: unknown, exchange: { req: GatewayRequest; res: ServerResponse }): void {
  const error = toHubError(thrown);
  const requestId = hub.newId();
  if (error.hubCode === 'INTERNAL') {
    hub.log.error({ requestId, method: exchange.req.method, ...tracesOf(error) }, 'a request failed in an unknown way');
  }
  writeProblem(exchange.req, exchange.res, { error, instance: `urn:pobyt-hub:request:${requestId}` });
}

async function callAction(gate: Gate, endpoint: Endpoint, { req, res }: { req: GatewayRequest; res: ServerResponse }): Promise<RestAnswer> {
  const { hub, broker } = gate;
  const access = await admit(gate, endpoint, req);
  const query = readQuery(urlOf(req));
  if (hasBody(req)) checkMediaType(req, endpoint);
  if (endpoint.accepts === true) hub.deliveries.checkRoom();
  const maxBytes = endpoint.maxBodyBytes ?? hub.config.http.maxBodyBytes;
  const takesStream = endpoint.streams === 'body';
  const call: RestCall = {
    principal: principalOf(access.caller),
    who: access.who,
    path: req.$params?.params ?? {},
    query,
    headers: req.headers as RestCall['headers'],
    body: takesStream ? NOTHING : await readBody(req, res, maxBytes),
    signal: leavingOf(res),
    ...(takesStream ? { stream: bodyStream(req, res, maxBytes) } : {}),
  };
  const parent = req.$ctx === undefined ? {} : { parentCtx: req.$ctx };
  // The time of a stream is bounded by the server; a call that Moleculer gave up would go on unseen.
  const timeout = takesStream ? { timeout: 0 } : {};
  return broker.call<RestAnswer, RestCall>(endpoint.action, call, { nodeID: broker.nodeID, ...parent, ...timeout });
}

/** A caller that has its answer, too, counts as one that left; nobody asks then. */
function leavingOf(res: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  res.once('close', () => leaving.abort());
  return leaving.signal;
}

async function admit(gate: Gate, endpoint: Endpoint, req: GatewayRequest): Promise<{ caller: Caller; who: Who }> {
  const access = { caller: gate.authenticate(req), who: readWho(req.headers) };
  try {
    checkRights(gate.hub, endpoint, access);
  } catch (error) {
    if (error instanceof HubError) await recordDenial(gate.hub, denialFact(endpoint, access, error));
    throw error;
  }
  return access;
}
