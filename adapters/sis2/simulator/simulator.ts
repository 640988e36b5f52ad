/**
 * A stand-in for SIS: a real SOAP server on the loopback with generated alerts, that can be told to misbehave. Owns its servers and
 * timers and ends them all on close.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AlertStore } from './alert-store.ts';
import { generateAlerts } from './alerts.ts';
import { controlListener } from './control.ts';
import { knownAlerts } from './known-persons.ts';
import { isPlainXml, readBody } from './limiter.ts';
import type { Scenario } from './scenario.ts';
import { createSoapService, fault, type SoapReply, type SoapService } from './soap-service.ts';
import type { Credentials } from './username-token.ts';

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly seed?: number;
  /** Generated alerts, beside the well-known ones; 100,000 by default. */
  readonly alerts?: number;
  /** More matches than this are answered with TOO_MANY. */
  readonly limit?: number;
  readonly slowMs?: number;
  readonly credentials?: Credentials;
  /** With TLS the client's certificate, signed by `ca`, takes the place of the username token. PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string };
  readonly now?: () => Date;
}

export interface SisSimulator {
  readonly url: string;
  readonly port: number;
  /** `POST` here `{"scenario": "DOWN"}`; loopback only. */
  readonly controlUrl: string;
  setScenario(scenario: Scenario): void;
  /** Searches answered so far, for tests that ask whether SIS was asked at all. */
  searches(): number;
  close(): Promise<void>;
}

export const DEFAULT_CREDENTIALS: Credentials = { username: 'pobyt-hub', password: 'sis-simulator' };

export async function startSisSimulator(options: SimulatorOptions = {}): Promise<SisSimulator> {
  const { slowMs = 15_000, port = 0, controlPort = 0, tls } = options;
  const state: State = { scenario: 'NORMAL', searches: 0, slowMs };
  const service = await fill(options, state);
  const server = createSisServer(tls, (request, response) => void serve({ request, response, service, state }));
  server.on('connection', (socket) => {
    if (state.scenario === 'DOWN') socket.destroy();
  });
  const setScenario = (scenario: Scenario): void => {
    state.scenario = scenario;
    if (scenario === 'DOWN') server.closeAllConnections();
  };
  const control = createServer(controlListener({ read: () => state.scenario, set: setScenario }));
  const [sisPort, ownPort] = await Promise.all([start(server, port), start(control, controlPort)]);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${sisPort}/sis`,
    port: sisPort,
    controlUrl: `http://127.0.0.1:${ownPort}/control`,
    setScenario,
    searches: () => state.searches,
    close: async () => void (await Promise.all([stop(server), stop(control)])),
  };
}

function fill(options: SimulatorOptions, state: State): Promise<SoapService> {
  const { seed = 20261101, alerts = 100_000, limit = 20, now = () => new Date(), credentials = DEFAULT_CREDENTIALS } = options;
  const today = now();
  return createSoapService({
    store: new AlertStore([...knownAlerts(today), ...generateAlerts({ seed, count: alerts, today })]),
    limit,
    now,
    credentials: options.tls === undefined ? credentials : undefined,
    scenario: () => state.scenario,
  });
}

interface State {
  scenario: Scenario;
  searches: number;
  readonly slowMs: number;
}

interface Serving {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly service: SoapService;
  readonly state: State;
}

function createSisServer(tls: SimulatorOptions['tls'], listener: RequestListener): Server {
  if (tls === undefined) return createServer(listener);
  return createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true }, listener);
}

/** Size, shape and authenticity are settled before anything is looked up. */
async function serve({ request, response, service, state }: Serving): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/sis') return refuse(response, 404);
  if (request.headers['content-encoding'] !== undefined) return refuse(response, 415);
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413);
  const reply = isPlainXml(body) ? await service(body) : fault(400, 'Client.Malformed');
  state.searches += 1;
  send(response, reply, state.slowMs);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-type': 'text/plain' });
  response.end();
}

function send(response: ServerResponse, { status, body, scenario }: SoapReply, slowMs: number): void {
  const finish = (text: string): void => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  if (scenario === 'GARBAGE') finish('\u0007 <<< not an answer >>> & <html');
  else if (scenario === 'EMPTY') finish('');
  else if (scenario === 'CUT') cut(response, body);
  else if (scenario === 'SLOW') {
    const timer = setTimeout(() => finish(body), slowMs);
    response.on('close', () => clearTimeout(timer));
  } else finish(body);
}

/** Promises the whole answer, sends half of it and hangs up. */
function cut(response: ServerResponse, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
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
