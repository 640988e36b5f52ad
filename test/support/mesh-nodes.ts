/** Nodes with different roles over one database and the run's RabbitMQ, in this process, with the secrets of one hub. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import { createHub, type RunningHub } from '../../broker/hub.ts';
import { loadConfig, type HubConfig } from '../../config/config.ts';
import { deleteMeshExchanges } from './queue-reader.ts';
import { BORDER } from './sis-suite.ts';
import { TOKEN } from './sis.ts';
import { useBroker, type SuiteBroker } from './suite-broker.ts';
import { useDatabase, type SuiteDatabase } from './suite-database.ts';

export interface MeshNode extends RunningHub {
  readonly administration: Administration;
  /** What was said when the node found itself deaf. */
  readonly deaf: readonly string[];
  /** Calls an action as the gateway does for an authenticated party. */
  call(action: string, party: string, given?: Partial<RestCall>): Promise<RestAnswer>;
}

export interface MeshRoom {
  readonly database: SuiteDatabase;
  readonly broker: SuiteBroker;
  /** The queue prefix of the hub. */
  readonly queuePrefix: string;
  /** What a child process needs to be a node of the same hub. */
  environment(roles: string): NodeJS.ProcessEnv;
  /** The queue of the mesh that carries packets of a kind to the node. */
  queueOf(node: { readonly broker: { readonly nodeID: string } }, command: 'REQ' | 'RES' | 'EVENT'): string;
  /** A node that is stopped after the suite, or before by `stop`. */
  start(roles: string, change?: (config: HubConfig) => HubConfig): Promise<MeshNode>;
}

/** To be called inside describe(). */
export function useMesh(): MeshRoom {
  const nodes: MeshNode[] = [];
  // Hooks run in the order they are made: nodes end before their servers go.
  after('stop the nodes', async () => {
    for (const node of nodes) await node.stop();
    if (nodes.length > 0) await deleteMeshExchanges(broker.amqpUrl, queuePrefix);
  });
  const database = useDatabase();
  const broker = useBroker();
  const queuePrefix = `${broker.prefix}mesh`;
  const secrets = {
    HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HUB_SEAL_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
  const environment = (roles: string): NodeJS.ProcessEnv => ({
    ...secrets,
    DATABASE_URL: database.url,
    AMQP_URL: broker.amqpUrl,
    HUB_QUEUE_PREFIX: queuePrefix,
    HUB_PORT: '0',
    NODE_ROLES: roles,
    LOG_LEVEL: 'silent',
  });
  return {
    database,
    broker,
    queuePrefix,
    environment,
    queueOf: (node, command) => `${queuePrefix}.mesh.${command}.${node.broker.nodeID}`,
    start: async (roles, change = (config) => config) => {
      const node = await startNode(change(loadConfig(environment(roles))));
      nodes.push(node);
      return node;
    },
  };
}

/** The settings of a node whose SIS is at the URL. */
export const withSis =
  (url: string) =>
  (config: HubConfig): HubConfig => ({ ...config, adapters: { sis2: { url, security: TOKEN, breaker: { openAfter: 1000 } } } });

/** PL-SG, who may search SIS, with its officer. */
export async function addSearcher({ administration, hub }: MeshNode): Promise<void> {
  await administration.createParty({ code: 'PL-SG', name: 'SG', roles: ['sis-search', 'submit'], destination: null });
  await administration.addOfficer({ party: 'PL-SG', ...BORDER.officer, name: 'Test Officer' });
  await administration.grant({ party: 'PL-SG', operation: 'sis-search', messageType: '*', purpose: null, legalBasis: 'test' });
  await administration.grant({ party: 'PL-SG', operation: 'submit', messageType: '*', legalBasis: 'test' });
  await hub.registry.refresh();
}

export const search = (node: MeshNode, person: object, headers: RestCall['headers'] = {}): Promise<RestAnswer> =>
  node.call('sis.search', 'PL-SG', { body: Buffer.from(JSON.stringify({ kind: 'person', person, ...BORDER })), headers });

/** The error a call ends with, and how long that took; fails when it is answered. */
export async function failing(answer: Promise<RestAnswer>): Promise<{ error: HubError; tookMs: number }> {
  const from = performance.now();
  const outcome = await answer.then(
    () => new Error('the call was answered'),
    (error: unknown) => error,
  );
  if (outcome instanceof Error && 'hubCode' in outcome) return { error: outcome as HubError, tookMs: performance.now() - from };
  throw outcome;
}

async function startNode(config: HubConfig): Promise<MeshNode> {
  const deaf: string[] = [];
  const running = await createHub(config, { onDeaf: (words) => deaf.push(words) });
  const { hub, broker } = running;
  let stopped: Promise<void> | undefined;
  return {
    ...running,
    deaf,
    administration: createAdministration({ pool: hub.database.work, newId: randomUUID, randomBytes, audit: hub.audit.operations }),
    call: (action, party, given) => broker.call<RestAnswer, RestCall>(action, callOf(hub.registry.party(party)?.roles ?? [], party, given)),
    stop: () => (stopped ??= running.stop()),
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
