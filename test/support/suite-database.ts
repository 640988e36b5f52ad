/**
 * A fresh migrated database for each test file: a copy of the template that the run migrated once, or, when mocha is run by hand,
 * a database migrated for this file. It is dropped afterwards, with whoever is still connected.
 */
import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from '../../local/database.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { providePostgres } from '../../local/provision.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { testVariables } from './test-variables.ts';

export interface SuiteDatabase {
  readonly url: string;
}

interface OwnDatabase extends SuiteDatabase {
  drop(): Promise<void>;
}

interface Server {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** To be called inside describe(): the database is there from the first `before` hook after this to the last `after`. */
export function useDatabase(): SuiteDatabase {
  let database: OwnDatabase | undefined;
  before('a database for this suite', async () => {
    database = await createSuiteDatabase();
  });
  after('drop the database of this suite', () => database?.drop());
  return {
    get url() {
      if (database) return database.url;
      throw new HubError('LOCAL_SERVER_FAILED', { detail: 'The database of a suite can be used only in its tests and hooks.' });
    },
  };
}

/** The same without hooks, for suites that need several. `migrated: false` gives an empty one. */
export async function createSuiteDatabase(options: { readonly migrated?: boolean } = {}): Promise<OwnDatabase> {
  const variables = testVariables();
  const server = variables ? { adminUrl: variables.TEST_DATABASE_ADMIN_URL, stop: async () => undefined } : await serverByHand();
  const name = `${variables?.TEST_DATABASE_PREFIX ?? 'hub_test_by_hand'}_${randomBytes(4).toString('hex')}`;
  const migrated = options.migrated ?? true;
  const url = await createDatabase(server.adminUrl, name, migrated ? variables?.TEST_DATABASE_TEMPLATE : undefined);
  const drop = async (): Promise<void> => {
    await dropDatabase(server.adminUrl, name);
    await server.stop();
  };
  if (migrated && !variables) await migrateOrDrop(url, drop);
  return { url, drop };
}

/** Brings a database to the hub's present shape. */
export async function migrateDatabase(url: string): Promise<void> {
  const { migrate } = await import('../../broker/store/migrator.ts');
  await migrate(url);
}

async function migrateOrDrop(url: string, drop: () => Promise<void>): Promise<void> {
  await migrateDatabase(url).catch(async (error: unknown) => {
    await drop();
    throw error;
  });
}

async function serverByHand(): Promise<Server> {
  const dataDir = temporaryFolder('test');
  const postgres = await providePostgres({ purpose: 'tests', dataDir, log: console.error });
  if (!postgres) throw new HubError('LOCAL_SERVER_FAILED', { detail: 'No PostgreSQL for the tests.' });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    removeFolder(dataDir);
  };
  return { adminUrl: postgres.url, stop };
}
