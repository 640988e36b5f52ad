/** A hub on a suite's database that listens to the network, and another state beside it; both can be stopped and started again. */
import type { Listen, NetworkSettings, Peer } from '../../adapters/visa-consultation-network/settings.ts';
import {
  startStateSimulator,
  type SimulatorOptions,
  type StateSimulator,
} from '../../adapters/visa-consultation-network/simulator/simulator.ts';
import type { HubConfig } from '../../config/config.ts';
import { freePort } from '../../local/ports.ts';
import { consultationEvent, networkSettings, OURS, THEIRS } from './network.ts';
import { startTestHub, type TestHub } from './test-hub.ts';

export interface NetworkRoom {
  readonly hub: TestHub;
  readonly state: StateSimulator;
  readonly hubPort: number;
  /** Submits a consultation as PL-UDSC to the other state. */
  submit(id: string, data?: unknown): Promise<string>;
  /** All that came into the mailbox of PL-UDSC so far. */
  mailbox(): Promise<readonly Arrived[]>;
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  problems(): Promise<readonly { kind: string; subject: string; words: string }[]>;
  /** With settings that were changed meanwhile. */
  startHub(changed?: Partial<NetworkSettings>): Promise<void>;
  stopHub(): Promise<void>;
  close(): Promise<void>;
}

export interface Arrived {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly data: Record<string, unknown>;
}

export interface RoomOptions {
  readonly dialect?: 'vision' | 'vis-mail';
  readonly peer?: Partial<Peer>;
  readonly settings?: Partial<NetworkSettings>;
  readonly listen?: Partial<Listen>;
  readonly others?: readonly Peer[];
  readonly tls?: SimulatorOptions['tls'];
  /** For commands; without it nobody reaches the hub over HTTP. */
  readonly httpPort?: number;
}

/** One key for all runs of a room: what one run sealed the next opens. */
const MASTER_KEY = `room:${Buffer.alloc(32, 7).toString('base64')}`;

const shortened = (config: HubConfig, settings: Readonly<Record<string, unknown>>): HubConfig => ({
  ...config,
  adapters: { ...config.adapters, 'visa-consultation-network': settings },
  delivery: { ...config.delivery, sendTimeoutMs: 1500, schedulerEveryMs: 50, claimLeaseMs: 3000, dispatchLeaseMs: 2000 },
  policy: { ...config.policy, firstDelayMs: 100, breakerProbeEveryMs: 300 },
});

export async function openNetworkRoom(databaseUrl: string, options: RoomOptions = {}): Promise<NetworkRoom> {
  const { dialect = 'vision' } = options;
  const hubPort = await freePort();
  const state = await startStateSimulator({
    state: 'DEU',
    address: THEIRS,
    dialect,
    hub: { host: '127.0.0.1', port: hubPort, address: OURS },
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const base = networkSettings({ host: '127.0.0.1', port: state.port, dialect, ...options.peer }, options.settings);
  const listen = { port: hubPort, ...options.listen };
  const settings = { ...base, listen, peers: [...base.peers, ...(options.others ?? [])] };
  const arrived: Arrived[] = [];
  let hub: TestHub | undefined;
  const present = (): TestHub => {
    if (hub === undefined) throw new TypeError('The hub of the room is stopped.');
    return hub;
  };
  const { httpPort = 0 } = options;
  const startHub = async (changed: Partial<NetworkSettings> = {}): Promise<void> => {
    const env = { HUB_MASTER_KEY: MASTER_KEY, HUB_PORT: String(httpPort) };
    hub = await startTestHub(databaseUrl, env, (config) => shortened(config, { ...settings, ...changed }));
  };
  await startHub();
  await createParties(present());
  return {
    get hub() {
      return present();
    },
    state,
    hubPort,
    submit: async (id, data) => {
      const answer = await present().call<{ id: string }>('exchange.submit', {
        party: 'PL-UDSC',
        roles: ['submit'],
        body: consultationEvent(id, data),
      });
      return answer.body.id;
    },
    mailbox: async () => {
      arrived.push(...(await fetchAll(present())));
      return arrived;
    },
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await present().hub.database.reads.query(text, [...values])).rows as Row[],
    problems: async () =>
      (await present().hub.database.reads.query('SELECT kind, subject, words FROM problem')).rows as {
        kind: string;
        subject: string;
        words: string;
      }[],
    startHub,
    stopHub: async () => {
      const running = present();
      hub = undefined;
      await running.stop();
    },
    close: async () => {
      await state.close();
      const running = hub;
      hub = undefined;
      await running?.stop();
    },
  };
}

async function createParties({ administration, hub }: TestHub): Promise<void> {
  await hub.registry.refresh();
  if (hub.registry.party('PL-UDSC') !== undefined) return;
  await administration.createParty({ code: 'PL-UDSC', name: 'Office', roles: ['submit', 'receive'], destination: { adapter: 'mailbox' } });
  await administration.createParty({
    code: 'DEU-VISION',
    name: 'Germany',
    roles: ['submit', 'receive'],
    destination: { adapter: 'visa-consultation-network', settings: { state: 'DEU' } },
  });
  for (const party of ['PL-UDSC', 'DEU-VISION'])
    for (const operation of ['submit', 'receive'] as const)
      await administration.grant({ party, operation, messageType: 'pl.gov.udsc.visa.*', legalBasis: 'Reg. (EC) 810/2009 Art. 22' });
  await hub.registry.refresh();
}

async function fetchAll(hub: TestHub): Promise<readonly Arrived[]> {
  const asParty = { party: 'PL-UDSC', roles: ['receive'] as const };
  const { body } = await hub.call<Lease>('exchange.fetch', { ...asParty, query: { max: '50' } });
  const ids = body.messages.map(({ id }) => id);
  if (ids.length > 0) await hub.call('exchange.acknowledge', { ...asParty, body: { leaseId: body.leaseId, ids } });
  return body.messages.map(({ event }) => event);
}

interface Lease {
  readonly leaseId: string;
  readonly messages: readonly { readonly id: string; readonly event: Arrived }[];
}
