/**
 * Finds or starts the PostgreSQL and RabbitMQ that a tool needs: the servers named in the environment, else those at the usual
 * local ports, else private ones of our own. Says what it took, and in one message what is missing.
 */
import { join } from 'node:path';
import { HubError } from '../broker/contract/errors.ts';
import { amqpAnswers } from './amqp.ts';
import { databaseAnswers, mayCreateDatabases } from './database.ts';
import type { Log } from './folders.ts';
import { startPostgres } from './postgres.ts';
import { findRabbitBinary, requireRabbit } from './rabbitmq-programs.ts';
import { startRabbit } from './rabbitmq.ts';

export type PostgresSource = 'DATABASE_URL' | 'local server' | 'embedded';
export type RabbitSource = 'AMQP_URL' | 'local server' | 'private' | 'installed now';

/** tests: whatever is there, else private; demo: kept data and no wait for a broker; private: servers one may stop and crash. */
export type Purpose = 'tests' | 'demo' | 'private';

export interface ProvisionOptions {
  readonly purpose: Purpose;
  /** Where embedded servers keep their files. */
  readonly dataDir: string;
  readonly log: Log;
  /** Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface Servers {
  /** A login that may create databases. */
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly how: { readonly postgres: PostgresSource; readonly rabbit: RabbitSource };
  /** Stops what was started here; servers that were there are left alone. Idempotent. */
  stop(): Promise<void>;
}

/** For the demo RabbitMQ may be absent: then it runs on the transport `memory`. */
export interface DemoServers extends Omit<Servers, 'amqpUrl' | 'how'> {
  readonly amqpUrl: string | undefined;
  readonly how: { readonly postgres: PostgresSource; readonly rabbit: RabbitSource | 'none' };
}

export interface Provided<Source> {
  readonly url: string;
  readonly how: Source;
  stop(): Promise<void>;
}

type Way<Source> = (options: ProvisionOptions) => Promise<Provided<Source> | undefined>;

const POSTGRES: Record<Purpose, readonly Way<PostgresSource>[]> = {
  tests: [givenPostgres, localPostgres, embeddedPostgres],
  demo: [givenPostgres, embeddedPostgres],
  private: [embeddedPostgres],
};
const RABBIT: Record<Purpose, readonly Way<RabbitSource>[]> = {
  tests: [givenRabbit, localRabbit, privateRabbit],
  demo: [givenRabbit, localRabbit],
  private: [privateRabbit],
};

export function provision(options: ProvisionOptions & { readonly purpose: 'demo' }): Promise<DemoServers>;
export function provision(options: ProvisionOptions & { readonly purpose: 'tests' | 'private' }): Promise<Servers>;
export async function provision(options: ProvisionOptions): Promise<Servers | DemoServers> {
  const [postgres, rabbit] = await both(providePostgres(options), provideRabbit(options));
  if (!postgres) throw new HubError('LOCAL_SERVER_FAILED', { detail: 'No PostgreSQL was found and none can be started.' });
  return {
    databaseUrl: postgres.url,
    amqpUrl: rabbit?.url,
    how: { postgres: postgres.how, rabbit: rabbit?.how ?? 'none' },
    stop: async () => {
      await rabbit?.stop();
      await postgres.stop();
    },
  };
}

/** PostgreSQL alone. */
export const providePostgres = (options: ProvisionOptions): Promise<Provided<PostgresSource> | undefined> =>
  firstOf(POSTGRES[options.purpose], options);

/** RabbitMQ alone; undefined only for the demo. */
export const provideRabbit = (options: ProvisionOptions): Promise<Provided<RabbitSource> | undefined> =>
  firstOf(RABBIT[options.purpose], options);

async function firstOf<Source>(ways: readonly Way<Source>[], options: ProvisionOptions): Promise<Provided<Source> | undefined> {
  for (const way of ways) {
    const provided = await way(options);
    if (provided) return provided;
  }
  return undefined;
}

/** Both results; if one fails, the other is stopped and all that is missing stands in one message. */
async function both<A extends Provided<unknown>, B extends Provided<unknown>>(
  first: Promise<A | undefined>,
  second: Promise<B | undefined>,
): Promise<[A | undefined, B | undefined]> {
  const [one, two] = await Promise.allSettled([first, second]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  const settled = [one, two];
  for (const result of settled) if (result.status === 'fulfilled') await result.value?.stop();
  const reasons = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const detail = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason))).join('\n');
  throw new HubError('LOCAL_SERVER_FAILED', { detail, cause: reasons[0] });
}

const leaveAlone = (): Promise<void> => Promise.resolve();
const variable = (options: ProvisionOptions, name: string): string | undefined => (options.environment ?? process.env)[name] || undefined;

async function givenPostgres(options: ProvisionOptions): Promise<Provided<PostgresSource> | undefined> {
  const url = variable(options, 'DATABASE_URL');
  if (url === undefined) return undefined;
  if (await databaseAnswers(url)) return { url, how: 'DATABASE_URL', stop: leaveAlone };
  throw new HubError('LOCAL_SERVER_FAILED', { detail: 'PostgreSQL at DATABASE_URL does not answer or refuses the login.' });
}

async function localPostgres(): Promise<Provided<PostgresSource> | undefined> {
  for (const user of ['root', 'postgres']) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`;
    if (await mayCreateDatabases(url).catch(() => false)) return { url, how: 'local server', stop: leaveAlone };
  }
  return undefined;
}

async function embeddedPostgres({ dataDir, log, purpose, signal }: ProvisionOptions): Promise<Provided<PostgresSource>> {
  const persistent = purpose === 'demo';
  const server = await startPostgres({ dataDir: join(dataDir, 'postgres'), persistent, log, ...(signal && { signal }) });
  return { url: server.adminUrl, how: 'embedded', stop: () => server.stop() };
}

async function givenRabbit(options: ProvisionOptions): Promise<Provided<RabbitSource> | undefined> {
  const url = variable(options, 'AMQP_URL');
  if (url === undefined) return undefined;
  if (await amqpAnswers(url)) return { url, how: 'AMQP_URL', stop: leaveAlone };
  throw new HubError('LOCAL_SERVER_FAILED', { detail: 'RabbitMQ at AMQP_URL does not answer or refuses the login.' });
}

async function localRabbit(): Promise<Provided<RabbitSource> | undefined> {
  const url = 'amqp://guest:guest@127.0.0.1:5672';
  return (await amqpAnswers(url)) ? { url, how: 'local server', stop: leaveAlone } : undefined;
}

async function privateRabbit({ dataDir, log, signal }: ProvisionOptions): Promise<Provided<RabbitSource>> {
  const how = findRabbitBinary() ? 'private' : 'installed now';
  await requireRabbit(log);
  const server = await startRabbit({ dir: join(dataDir, 'rabbitmq'), persistent: false, log, ...(signal && { signal }) });
  return { url: server.url, how, stop: () => server.stop() };
}
