/** A real hub on a suite's database with the transport memory, its parties, and actions called as the gateway calls them. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import type { RestAnswer, RestCall, Role } from '../../broker/contract/endpoint.ts';
import { createHub, type RunningHub } from '../../broker/hub.ts';
import { loadConfig, type HubConfig } from '../../config/config.ts';

export const NOTE = 'pl.gov.udsc.exchange.note.v1';

export interface TestHub extends RunningHub {
  readonly administration: Administration;
  readonly publicKey: string;
  /** Calls an action as the party's officer OFF-1 with the headers complete. */
  call<T>(action: string, given?: GivenCall): Promise<{ status: number; body: T }>;
  /** Submits a note and answers the message id. */
  submit(from: string, to: string, about?: { readonly key?: string; readonly title?: string }): Promise<string>;
}

export interface GivenCall {
  readonly party?: string;
  readonly officer?: string;
  readonly roles?: readonly Role[];
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export async function startTestHub(
  databaseUrl: string,
  settings: NodeJS.ProcessEnv = {},
  change: (config: HubConfig) => HubConfig = (config) => config,
): Promise<TestHub> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const env = {
    DATABASE_URL: databaseUrl,
    HUB_PORT: '0',
    HUB_TRANSPORT: 'memory',
    LOG_LEVEL: 'silent',
    HUB_SEAL_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    HUB_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`,
    ...settings,
  };
  const running = await createHub(change(loadConfig(env)));
  const { hub, broker } = running;
  const administration = createAdministration({
    pool: hub.database.reads,
    newId: randomUUID,
    randomBytes,
    audit: hub.audit.operations,
    actor: { party: 'OPERATOR' },
  });
  return {
    ...running,
    administration,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    call: async <T>(action: string, given: GivenCall = {}) =>
      (await broker.call<RestAnswer, RestCall>(action, restCall(given))) as { status: number; body: T },
    submit: async (from, to, about = {}) => {
      const body = noteOf(from, to, about);
      const answer = await broker.call<RestAnswer, RestCall>('exchange.submit', restCall({ party: from, roles: ['submit'], body }));
      return (answer.body as { id: string }).id;
    },
  };
}

const noteOf = (from: string, to: string, { key, title }: { key?: string; title?: string }): Record<string, unknown> => ({
  specversion: '1.0',
  id: randomUUID(),
  source: `/parties/${from}`,
  type: NOTE,
  destination: to,
  datacontenttype: 'application/json',
  ...(key === undefined ? {} : { sequencekey: key }),
  data: { title: title ?? 'A note', text: 'Synthetic content.' },
});

function restCall({ party = 'OPERATOR', officer = 'OFF-1', roles = ['operate'], path = {}, query = {}, body }: GivenCall): RestCall {
  return {
    principal: { party, roles, keyPrefix: 'test' },
    who: { officer, purpose: 'SUPERVISION', legalBasis: 'test law', caseReference: 'T-1' },
    path,
    query,
    headers: {},
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  };
}
