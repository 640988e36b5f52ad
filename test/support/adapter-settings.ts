/**
 * What the contract suite needs to try an adapter: one entry for every folder of adapters/. With a new folder comes a new entry
 * here, and test/contract/adapters.test.ts does the rest.
 */
import { CONSULTATION, consultationEvent, networkSettings } from './network.ts';
import { personSearch, TOKEN } from './sis.ts';
import { REGISTRATION_TYPE, registrationEvent, REQUESTER } from './visas.ts';

type Settings = Readonly<Record<string, unknown>>;

export interface AdapterTrial {
  /** What the node's configuration says under `adapters.<name>`, for a system at `url`. */
  readonly connection: (url: string) => Settings;
  /** Settings of a destination at `url`; present when the adapter delivers. */
  readonly destination?: (url: string) => Settings;
  /** A message the adapter carries, where it does not carry a note. */
  readonly message?: () => { readonly type: string; readonly body: Buffer };
  /** What the node's configuration says so that the adapter takes at this port what the system sends by itself; present when it does. */
  readonly listening?: (port: number) => Settings;
  /** What the node's configuration says so that the adapter reads from the system at `url` of itself; present when it does. */
  readonly polling?: (url: string) => Settings;
  /** A look-up the adapter takes; present when it answers look-ups. */
  readonly request?: () => unknown;
}

export const ADAPTER_TRIALS: Readonly<Record<string, AdapterTrial>> = {
  'rest-consumers': {
    connection: () => ({ connectTimeoutMs: 1000 }),
    destination: (url) => ({ url, secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] }),
  },
  'party-queues': {
    connection: (url) => ({ url: url.replace(/^https?:/, 'amqp:'), connectTimeoutMs: 1000 }),
    destination: () => ({}),
    polling: (url) => ({ url: url.replace(/^https?:/, 'amqp:'), connectTimeoutMs: 1000 }),
  },
  sis2: {
    connection: (url) => ({ url, security: TOKEN }),
    request: () => personSearch({ surname: 'MARCHENKO-DEMO', forename: 'OLEKSANDR' }),
  },
  'visa-register': {
    connection: (url) => ({ url, ...(url.startsWith('https:') ? { clientCertificate: { pfx: '/run/secrets/register.pfx' } } : {}) }),
    destination: () => ({}),
    polling: (url) => ({ url, feed: { party: 'PL-CRW', everyMs: 50 } }),
    message: () => ({ type: REGISTRATION_TYPE, body: Buffer.from(JSON.stringify(registrationEvent())) }),
    request: () => ({ requestId: 'trial', requester: REQUESTER, operation: 'FIND_BY_STICKER', visaNumber: 'PL1000000' }),
  },
  'visa-consultation-network': {
    connection: (url) => networkSettings({ host: new URL(url).hostname, port: Number(new URL(url).port) || 25 }),
    destination: () => ({ state: 'DEU' }),
    message: () => ({ type: CONSULTATION, body: Buffer.from(JSON.stringify(consultationEvent())) }),
    listening: (port) => networkSettings({ host: '127.0.0.1', port: 9 }, { listen: { port } }),
  },
};
