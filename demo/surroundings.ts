/**
 * What the demo's hub stands on: servers, a migrated database with its parties, the other systems, settings. All that was started
 * is stopped in reverse by close(), also when a later part fails to start.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { DEFAULT_CREDENTIALS, startSisSimulator } from '../adapters/sis2/simulator/simulator.ts';
import { startRegisterSimulator } from '../adapters/visa-register/simulator/simulator.ts';
import { migrate } from '../broker/store/migrator.ts';
import { createDatabase, databaseUrl } from '../local/database.ts';
import { providePostgres, provideRabbit } from '../local/provision.ts';
import { HubError } from '../broker/contract/errors.ts';
import { startAgency } from './agencies.ts';
import { SIRENE, TECHNICAL_CENTRE, VISA_REGISTER } from './cast.ts';
import { createClient, type Client } from './client.ts';
import { resetClock } from './clock.ts';
import { keysIn, writePrivate, type DemoKeys } from './keys.ts';
import { readMailbox } from './mailbox-reader.ts';
import { createNodeProcess } from './node-process.ts';
import { startOtherStates } from './other-states.ts';
import { seedParties, type Credentials } from './parties.ts';
import { sireneTakes } from './sirene.ts';
import type { Stage } from './stage.ts';
import { technicalCentreTakes } from './technical-centre.ts';

export interface Surroundings {
  readonly dataDir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  say(line: string): void;
  /** Remembers what to stop, last first. */
  closeLater(close: () => Promise<void>): void;
}

const DATABASE = 'pobyt_demo';
/** Patience of PL-ABW while the story runs; without a breaker that would pause between its attempts. */
const SHORT_PATIENCE = { maxAgeMs: 5000, firstDelayMs: 500, maxDelayMs: 1500, breakerOpenAfter: 100 };

export const hubUrl = ({ HUB_PORT }: NodeJS.ProcessEnv): string => `http://127.0.0.1:${HUB_PORT || '3000'}`;

export async function openStage(around: Surroundings): Promise<Stage> {
  const folder = join(resolve(around.dataDir), 'demo');
  const amqpUrl = await chooseTransport(around);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const keys = keysIn(join(folder, 'keys.json'));
  const adminUrl = await openPostgres(around);
  const url = await openDatabase(adminUrl);
  const [sis, register, states, agency] = await Promise.all([
    startSisSimulator(),
    startRegisterSimulator(),
    startOtherStates(),
    startAgency(keys.webhookSecret),
  ]);
  around.closeLater(() => sis.close());
  around.closeLater(() => register.close());
  around.closeLater(() => states.close());
  around.closeLater(() => agency.close());
  const credentials = await seedParties({
    databaseUrl: url,
    credentialsFile: join(folder, 'credentials.json'),
    webhook: { url: agency.url, secrets: [keys.webhookSecret] },
    webhookPolicy: SHORT_PATIENCE,
  });
  const environment = hubEnvironment(around, {
    folder,
    url,
    amqpUrl,
    keys,
    sisUrl: sis.url,
    registerUrl: register.url,
    network: states.settings,
  });
  const node = createNodeProcess({ url: hubUrl(around.environment), folder, environment, signal: around.signal });
  around.closeLater(() => node.stop());
  await node.start();
  const startedAt = Date.now();
  const client = createClient(hubUrl(around.environment), credentials);
  around.closeLater(openMailboxes(client, credentials));
  return {
    client,
    credentials,
    sis,
    agency,
    states: states.simulators,
    node,
    adminUrl,
    databaseUrl: url,
    databaseName: DATABASE,
    sealKey: keys.sealKey,
    run: startedAt.toString(36),
    startedAt,
    say: around.say,
  };
}

/** The parties that answer by themselves. Returns what ends them. */
function openMailboxes(client: Client, credentials: Credentials): () => Promise<void> {
  const ending = new AbortController();
  const now = (): Date => new Date();
  const readers = [
    readMailbox({ client, party: SIRENE, signal: ending.signal, take: sireneTakes({ client, credentials, now }) }),
    readMailbox({ client, party: TECHNICAL_CENTRE, signal: ending.signal, take: technicalCentreTakes(client, now) }),
  ];
  return async () => {
    ending.abort();
    await Promise.all(readers);
  };
}

/** The URL of RabbitMQ, undefined for memory; said before anything else. */
async function chooseTransport({ environment, dataDir, say, closeLater }: Surroundings): Promise<string | undefined> {
  if (environment.HUB_TRANSPORT === 'memory') {
    say('Transport: memory, as HUB_TRANSPORT says. Without it RabbitMQ is used, at AMQP_URL or at 127.0.0.1:5672.');
    return undefined;
  }
  const rabbit = await provideRabbit({ purpose: 'demo', dataDir, log: say, environment });
  if (rabbit === undefined) {
    if (environment.HUB_TRANSPORT === 'rabbitmq')
      throw new HubError('LOCAL_SERVER_FAILED', {
        detail: 'HUB_TRANSPORT is rabbitmq, but no RabbitMQ answers at AMQP_URL or at 127.0.0.1:5672.',
      });
    say('Transport: memory, for no RabbitMQ answers at 127.0.0.1:5672. Start one, or name one in AMQP_URL, to use it.');
    return undefined;
  }
  closeLater(() => rabbit.stop());
  say(`Transport: rabbitmq at ${new URL(rabbit.url).host} (${rabbit.how}). HUB_TRANSPORT=memory does without, AMQP_URL names another.`);
  return rabbit.url;
}

async function openPostgres({ environment, dataDir, signal, say, closeLater }: Surroundings): Promise<string> {
  const postgres = await providePostgres({ purpose: 'demo', dataDir, log: say, environment, signal });
  if (postgres === undefined) throw new HubError('LOCAL_SERVER_FAILED', { detail: 'No PostgreSQL was found and none can be started.' });
  closeLater(() => postgres.stop());
  say(`Database: PostgreSQL (${postgres.how}), database ${DATABASE}.`);
  return postgres.url;
}

/** Creates and migrates it, or finds it again. */
async function openDatabase(adminUrl: string): Promise<string> {
  const url = databaseUrl(adminUrl, DATABASE);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]).finally(() => client.end());
  if (found.rowCount === 0) await createDatabase(adminUrl, DATABASE);
  await migrate(url);
  await resetClock(url);
  return url;
}

interface HubSettings {
  readonly folder: string;
  readonly url: string;
  readonly amqpUrl: string | undefined;
  readonly keys: DemoKeys;
  readonly sisUrl: string;
  readonly registerUrl: string;
  readonly network: Readonly<Record<string, unknown>>;
}

/** Short leases, so that what a killed hub had in hand is taken up within seconds. */
function hubEnvironment(
  { environment }: Surroundings,
  { folder, url, amqpUrl, keys, sisUrl, registerUrl, network }: HubSettings,
): NodeJS.ProcessEnv {
  const config = join(folder, 'hub.json');
  const { username, password } = DEFAULT_CREDENTIALS;
  writePrivate(config, {
    delivery: { dispatchLeaseMs: 5000, claimLeaseMs: 4000, sendTimeoutMs: 1500, connectTimeoutMs: 1000 },
    audit: { sealEveryMs: 2000 },
    adapters: {
      sis2: { url: sisUrl, security: { kind: 'username-token', username, password, passwordType: 'PasswordDigest' } },
      'visa-consultation-network': network,
      'visa-register': { url: registerUrl, feed: { party: VISA_REGISTER, everyMs: 1000 } },
    },
  });
  return {
    ...environment,
    HUB_CONFIG: config,
    HUB_TRANSPORT: amqpUrl === undefined ? 'memory' : 'rabbitmq',
    ...(amqpUrl !== undefined && { AMQP_URL: amqpUrl }),
    // Another folder has other data: its tickets must not come to this hub.
    HUB_QUEUE_PREFIX: `pobyt-demo-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`,
    DATABASE_URL: url,
    HUB_MASTER_KEY: keys.masterKey,
    HUB_SEAL_KEY: keys.sealKey,
    LOG_LEVEL: environment.LOG_LEVEL ?? 'warn',
  };
}
