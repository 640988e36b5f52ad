/**
 * A stand-in for the Central Visa Register: XML over HTTP or HTTPS on the loopback, with generated visas and a change feed, that can be
 * told to misbehave. Owns its servers and timers and ends them all on close.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerTo, faultDocument, type Base } from './answers.ts';
import { readBody } from './body.ts';
import { controlListener } from './control.ts';
import { createDocumentReader, type ReadDocument } from './documents.ts';
import { Feed } from './feed.ts';
import { send, type Reply } from './misbehaviour.ts';
import { generateHeld } from './population.ts';
import { Register } from './register.ts';
import type { Scenario } from './scenario.ts';

export interface RegisterSimulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly seed?: number;
  /** Generated visas; 50,000 by default. */
  readonly visas?: number;
  readonly limit?: number;
  readonly slowMs?: number;
  /** With it the server speaks TLS and admits only clients whose certificate `ca` signed. PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string };
  readonly now?: () => Date;
}

export interface RegisterSimulator {
  readonly url: string;
  readonly port: number;
  /** `POST` here `{"scenario": "DOWN"}` or `{"feed": "HIDE_NEXT"}`; loopback only. */
  readonly controlUrl: string;
  readonly feed: Feed;
  readonly register: Register;
  setScenario(scenario: Scenario): void;
  /** Requests answered so far, by the name of their document. */
  answered(name: string): number;
  close(): Promise<void>;
}

interface State {
  scenario: Scenario;
  readonly answered: Map<string, number>;
  readonly slowMs: number;
}

export async function startRegisterSimulator(options: RegisterSimulatorOptions = {}): Promise<RegisterSimulator> {
  const { port = 0, controlPort = 0, seed = 20261101, visas = 50_000, limit = 50, slowMs = 15_000, now = () => new Date(), tls } = options;
  const state: State = { scenario: 'NORMAL', answered: new Map(), slowMs };
  const base: Base = { register: new Register(generateHeld({ seed, visas, today: now() })), feed: new Feed(), limit, now };
  const read = await createDocumentReader();
  const server = createRegisterServer(tls, (request, response) => void serve({ request, response }, { base, read, state }));
  server.on('connection', (socket) => {
    if (state.scenario === 'DOWN') socket.destroy();
  });
  const setScenario = (scenario: Scenario): void => {
    state.scenario = scenario;
    if (scenario === 'DOWN') server.closeAllConnections();
  };
  const control = createServer(controlListener({ read: () => state.scenario, set: setScenario }, base.feed));
  const [ownPort, besides] = await Promise.all([start(server, port), start(control, controlPort)]);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${ownPort}/register`,
    port: ownPort,
    controlUrl: `http://127.0.0.1:${besides}/control`,
    feed: base.feed,
    register: base.register,
    setScenario,
    answered: (name) => state.answered.get(name) ?? 0,
    close: async () => void (await Promise.all([stop(server), stop(control)])),
  };
}

function createRegisterServer(tls: RegisterSimulatorOptions['tls'], listener: RequestListener): Server {
  if (tls === undefined) return createServer(listener);
  return createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true }, listener);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(
  { request, response }: Exchange,
  { base, read, state }: { base: Base; read: ReadDocument; state: State },
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/register') return refuse(response, 404);
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413);
  const reply =
    state.scenario === 'FAULT' ? { status: 500, body: faultDocument('Server.Unavailable') } : replyTo(body, { base, read, state });
  send(response, reply, state);
}

function replyTo(body: string, { base, read, state }: { base: Base; read: ReadDocument; state: State }): Reply {
  const request = read(body);
  const answer = request === undefined ? undefined : answerTo(request, base);
  if (request === undefined || answer === undefined) return { status: 400, body: faultDocument('Client.Malformed') };
  state.answered.set(request.name, (state.answered.get(request.name) ?? 0) + 1);
  return { status: 200, body: answer };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-type': 'text/plain' });
  response.end();
}

function start(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
