/** The servers, the databases and the place on the broker that one run of the tests has to itself, and their removal. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, dropDatabasesWith } from '../../local/database.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { isolation, type Isolation } from '../../local/isolation.ts';
import { provision, type Servers } from '../../local/provision.ts';
import { migrateDatabase } from './suite-database.ts';
import type { TestVariables } from './test-variables.ts';

export interface TestRoom {
  /** For the process that runs the tests; DATABASE_URL is a migrated database of this run, AMQP_URL its place on the broker. */
  readonly environment: NodeJS.ProcessEnv;
  /** Removes databases, queues and files and stops what was started. */
  close(): Promise<void>;
}

type Undo = () => Promise<void>;

export async function openRoom(log: (line: string) => void, signal: AbortSignal): Promise<TestRoom> {
  const undo: Undo[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step().catch((error: unknown) => log(`Clearing up: ${String(error)}`));
  };
  try {
    return { environment: await furnish(undo, log, signal), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(undo: Undo[], log: (line: string) => void, signal: AbortSignal): Promise<NodeJS.ProcessEnv> {
  const folder = temporaryFolder('test');
  undo.push(async () => removeFolder(folder));
  const servers = await provision({ purpose: 'tests', dataDir: folder, log, signal });
  undo.push(() => servers.stop());
  log(`PostgreSQL: ${servers.how.postgres}; RabbitMQ: ${servers.how.rabbit}`);
  const place = await isolation(servers.amqpUrl);
  const list = join(folder, 'queues');
  writeFileSync(list, '');
  undo.push(() => place.remove(readFileSync(list, 'utf8').split('\n').filter(Boolean)));
  return prepareDatabases(servers, { place, list, undo });
}

interface Furniture {
  readonly place: Isolation;
  readonly list: string;
  readonly undo: Undo[];
}

async function prepareDatabases({ databaseUrl }: Servers, { place, list, undo }: Furniture): Promise<NodeJS.ProcessEnv> {
  const prefix = `hub_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  undo.push(() => dropDatabasesWith(databaseUrl, prefix));
  await migrateDatabase(await createDatabase(databaseUrl, template));
  const variables: TestVariables = {
    TEST_DATABASE_ADMIN_URL: databaseUrl,
    TEST_DATABASE_TEMPLATE: template,
    TEST_DATABASE_PREFIX: prefix,
    TEST_AMQP_URL: place.amqpUrl,
    TEST_QUEUE_PREFIX: place.prefix,
    TEST_QUEUE_LIST: list,
  };
  return { ...process.env, ...variables, DATABASE_URL: await createDatabase(databaseUrl, prefix, template), AMQP_URL: place.amqpUrl };
}
