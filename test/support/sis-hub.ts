/** A hub of its own for one suite, with the SIS adapter connected to a simulator, and parties who may and may not search. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import { createHub, type RunningHub } from '../../broker/hub.ts';
import { loadConfig, type HubConfig } from '../../config/config.ts';
import { freePort } from '../../local/ports.ts';
import { inItsForm } from './answer-forms.ts';
import { TOKEN } from './sis.ts';

export interface SisHub {
  readonly running: RunningHub;
  /** Of its REST interface, without the path. */
  readonly url: string;
  readonly administration: Administration;
  /** Calls an action as the gateway does. */
  call(action: string, party: string, change: Partial<RestCall>): Promise<RestAnswer>;
  /** The error a call ends with; fails when it is answered. */
  failing(answer: Promise<RestAnswer>): Promise<HubError>;
  stop(): Promise<void>;
}

export interface SisHubOptions {
  readonly databaseUrl: string;
  /** Absent: the adapter is not installed. */
  readonly sisUrl?: string;
  readonly sis?: Partial<HubConfig['sis']>;
}

export async function startSisHub(options: SisHubOptions): Promise<SisHub> {
  const config = await configOf(options);
  const running = await createHub(config);
  const { hub, broker } = running;
  const audit = hub.audit.operations;
  const administration = createAdministration({
    pool: hub.database.work,
    newId: randomUUID,
    randomBytes,
    audit,
    actor: { party: 'OPERATOR' },
  });
  const call = async (action: string, party: string, change: Partial<RestCall>): Promise<RestAnswer> => {
    const principal = { party, roles: ['sis-search'], keyPrefix: 'test' } as const;
    const params: RestCall = { principal, who: {}, path: {}, query: {}, headers: {}, body: Buffer.alloc(0), ...change };
    return inItsForm(hub, action, await broker.call<RestAnswer, RestCall>(action, params));
  };
  return { running, url: `http://127.0.0.1:${config.http.port}`, administration, call, failing, stop: () => running.stop() };
}

async function configOf({ databaseUrl, sisUrl, sis }: SisHubOptions): Promise<HubConfig> {
  const sealKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    HUB_TRANSPORT: 'memory',
    HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HUB_SEAL_KEY: sealKey,
    NODE_ROLES: 'gateway,adapters',
    LOG_LEVEL: 'silent',
  });
  const adapters = sisUrl === undefined ? {} : { sis2: { url: sisUrl, security: TOKEN, breaker: { openAfter: 1000 } } };
  return { ...config, http: { ...config.http, port: await freePort() }, sis: { ...config.sis, ...sis }, adapters };
}

async function failing(answer: Promise<RestAnswer>): Promise<HubError> {
  const outcome = await answer.then(
    () => new Error('the call was answered'),
    (error: unknown) => error,
  );
  if (isHubError(outcome)) return outcome;
  throw outcome;
}

/** By its form: mocha may load this file and the hub's services as two copies of each module, each with a class of its own. */
const isHubError = (error: unknown): error is HubError => error instanceof Error && error.name === 'HubError' && 'hubCode' in error;
