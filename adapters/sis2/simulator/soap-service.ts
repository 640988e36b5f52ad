/** The SOAP side of the simulator: the library parses and writes, every way out is ours, so that no stack and no message leaks. */
import { readFile } from 'node:fs/promises';
import { listen, type Server } from 'soap';
import type { AlertStore } from './alert-store.ts';
import { answer, readSearch, scenarioOf, SimulatedFault } from './operations.ts';
import { isScenario, type Scenario } from './scenario.ts';
import { isAuthentic, type Credentials } from './username-token.ts';

export interface SoapServiceOptions {
  readonly store: AlertStore;
  readonly limit: number;
  readonly now: () => Date;
  /** Absent when the peer has proved itself by its certificate. */
  readonly credentials: Credentials | undefined;
  /** The scenario in force for all searches. */
  readonly scenario: () => Scenario;
}

export interface SoapReply {
  readonly status: number;
  readonly body: string;
  /** How the HTTP side is to treat this reply. */
  readonly scenario: Scenario;
}

export type SoapService = (xml: string) => Promise<SoapReply>;

/** Carries the scenario and the fault of one call past the library, which knows neither. */
interface Exchange {
  scenario: Scenario;
  faultCode?: string;
}

export async function createSoapService(options: SoapServiceOptions): Promise<SoapService> {
  const xml = await readFile(new URL('../wsdl/sis2.wsdl', import.meta.url), 'utf8');
  const search = (...[args, , , request]: [unknown, unknown, unknown, { connection: Exchange }]): object =>
    runSearch(args, request.connection, options);
  const ping = (args: unknown): object => ({ Echo: (args as { Echo?: unknown }).Echo });
  const services = {
    SisSearchService: { SisSearchPort: { SearchPersons: search, SearchDocuments: search, FetchAlert: search, Ping: ping } },
  };
  // Without an HTTP server of its own the library only turns requests into answers.
  const server: Server = listen(null, { path: '/sis', services, xml, suppressStack: true });
  server.authenticate = (security: unknown) => options.credentials === undefined || isAuthentic(security, options.credentials);
  return (body) => reply(server, body, options.scenario());
}

async function reply(server: Server, xml: string, scenario: Scenario): Promise<SoapReply> {
  const exchange: Exchange = { scenario };
  const answered = await server.processRequest(xml, { url: '/sis', method: 'POST', connection: exchange });
  if (answered.statusCode === 200 && exchange.faultCode === undefined)
    return { status: 200, body: answered.body, scenario: exchange.scenario };
  if (answered.statusCode === 401) return fault(401, 'Client.Authentication');
  return fault(500, exchange.faultCode ?? 'Client.Malformed');
}

/** A SOAP fault with a code and fixed words. */
export function fault(status: number, code: string): SoapReply {
  const body =
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>' +
    `<faultcode>soap:${code}</faultcode><faultstring>The request was not answered.</faultstring></soap:Fault></soap:Body></soap:Envelope>`;
  return { status, body, scenario: 'NORMAL' };
}

function runSearch(args: unknown, exchange: Exchange, options: SoapServiceOptions): object {
  try {
    const search = readSearch(args);
    const scenario = exchange.scenario === 'NORMAL' ? scenarioOf(search) : exchange.scenario;
    Object.assign(exchange, { scenario: isScenario(scenario) ? scenario : 'NORMAL' });
    if (scenario === 'FAULT') throw new SimulatedFault('Server.Unavailable');
    return answer(args, search, { store: options.store, limit: options.limit, now: options.now, scenario });
  } catch (error) {
    Object.assign(exchange, { faultCode: error instanceof SimulatedFault ? error.code : 'Server.Internal' });
    return {};
  }
}
