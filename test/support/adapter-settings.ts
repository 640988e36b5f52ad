/**
 * What the contract suite needs to try an adapter: one entry for every folder of adapters/. With a new folder comes a new entry
 * here, and test/contract/adapters.test.ts does the rest.
 */
import { personSearch, TOKEN } from './sis.ts';
import { REGISTRATION, REQUESTER } from './visas.ts';

type Settings = Readonly<Record<string, unknown>>;

export interface AdapterTrial {
  /** What the node's configuration says under `adapters.<name>`, for a system at `url`. */
  readonly connection: (url: string) => Settings;
  /** Settings of a destination at `url`; present when the adapter delivers. */
  readonly destination?: (url: string) => Settings;
  /** A message that the adapter delivers; a note if absent. */
  readonly message?: () => { readonly type: string; readonly data: unknown };
  /** A look-up the adapter takes; present when it answers look-ups. */
  readonly request?: () => unknown;
}

export const ADAPTER_TRIALS: Readonly<Record<string, AdapterTrial>> = {
  'rest-consumers': {
    connection: () => ({ connectTimeoutMs: 1000 }),
    destination: (url) => ({ url, secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] }),
  },
  sis2: {
    connection: (url) => ({ url, security: TOKEN }),
    request: () => personSearch({ surname: 'MARCHENKO-DEMO', forename: 'OLEKSANDR' }),
  },
  'visa-register': {
    connection: (url) => ({ url, ...(url.startsWith('https:') ? { clientCertificate: { pfx: '/run/secrets/register.pfx' } } : {}) }),
    destination: () => ({}),
    message: () => ({ type: 'pl.gov.udsc.visa.registration.v1', data: REGISTRATION }),
    request: () => ({ requestId: 'trial', requester: REQUESTER, operation: 'FIND_BY_STICKER', visaNumber: 'PL1000000' }),
  },
};
