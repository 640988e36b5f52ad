/**
 * A hub in this process for a test file: own database, memory transport, short leases, a few parties and a webhook server
 * whose answers the test decides. Everything is stopped and dropped afterwards.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { createHub, type RunningHub } from '../../broker/hub.ts';
import { loadConfig, type HubConfig } from '../../config/config.ts';
import { freePort } from '../../local/ports.ts';
import { inItsForm } from './answer-forms.ts';
import { useDatabase } from './suite-database.ts';
import { openSink, type Sink } from './webhook-sink.ts';

export const NOTE = 'pl.gov.udsc.exchange.note.v1';
export const DECISION = 'pl.gov.udsc.decision.issued.v1';

export interface HubRoom {
  readonly running: RunningHub;
  readonly administration: Administration;
  readonly sink: Sink;
  readonly url: string;
  /** Calls an action as the gateway does for an authenticated party. */
  call(action: string, party: string, given?: Partial<RestCall>): Promise<RestAnswer>;
}

/** To be called inside describe(); `prepare` creates parties before the tests run. */
export function useHub(prepare: (room: HubRoom) => Promise<void>, change: (config: HubConfig) => HubConfig = (config) => config): HubRoom {
  const database = useDatabase();
  let room: HubRoom | undefined;
  before('a running hub', async () => {
    room = await openRoom(change(shortened(loadConfig(await environment(database.url)))));
    await prepare(room);
    await room.running.hub.registry.refresh();
  });
  after('stop the hub', async () => {
    await room?.running.stop();
    await room?.sink.close();
  });
  const present = (): HubRoom => room ?? neverReady();
  return {
    get running() {
      return present().running;
    },
    get administration() {
      return present().administration;
    },
    get sink() {
      return present().sink;
    },
    get url() {
      return present().url;
    },
    call: (action, party, given) => present().call(action, party, given),
  };
}

const neverReady = (): never => {
  throw new TypeError('The hub of a suite can be used only in its tests and hooks.');
};

async function environment(databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  const seal = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    DATABASE_URL: databaseUrl,
    HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HUB_SEAL_KEY: seal.toString('base64'),
    HUB_TRANSPORT: 'memory',
    HUB_PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  };
}

const shortened = (config: HubConfig): HubConfig => ({
  ...config,
  delivery: {
    ...config.delivery,
    dispatchLeaseMs: 1500,
    claimLeaseMs: 2500,
    sendTimeoutMs: 1000,
    connectTimeoutMs: 500,
    schedulerEveryMs: 50,
  },
  policy: { ...config.policy, firstDelayMs: 100, breakerProbeEveryMs: 300 },
  mailbox: { ...config.mailbox, leaseMs: 700 },
});

async function openRoom(config: HubConfig): Promise<HubRoom> {
  const sink = await openSink();
  const running = await createHub(config);
  const { hub, broker } = running;
  const options = { pool: hub.database.work, newId: randomUUID, randomBytes, audit: hub.audit.operations };
  return {
    running,
    sink,
    administration: createAdministration(options),
    url: `http://127.0.0.1:${config.http.port}`,
    call: async (action, party, given) =>
      inItsForm(hub, action, await broker.call(action, callOf(hub.registry.party(party)?.roles ?? [], party, given))),
  };
}

const callOf = (roles: RestCall['principal']['roles'], party: string, given: Partial<RestCall> = {}): RestCall => ({
  principal: { party, roles, keyPrefix: 'test' },
  who: {},
  path: {},
  query: {},
  headers: {},
  body: Buffer.alloc(0),
  ...given,
});

/** A party that submits and receives every type; by mailbox, or by webhook at a path of the sink. */
export async function addParty(room: HubRoom, code: string, path?: string): Promise<void> {
  const secrets = [`whsec_${randomBytes(24).toString('base64')}`];
  const destination =
    path === undefined ? { adapter: 'mailbox' } : { adapter: 'rest-consumers', settings: { url: room.sink.url + path, secrets } };
  await room.administration.createParty({ code, name: code, roles: ['submit', 'receive'], destination });
  await room.administration.grant({ party: code, operation: 'submit', messageType: '*', legalBasis: 'test' });
}

export const mayReceive = (room: HubRoom, party: string, purpose: string | null = null): Promise<unknown> =>
  room.administration.grant({ party, operation: 'receive', messageType: '*', purpose, legalBasis: 'test' });

/** Waits until the condition holds; fails after five seconds with what was waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined, withinMs = 5000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > until) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
