/**
 * Brings a database to the shape the hub needs: numbered migrations once each (umzug), then all functions anew, then the
 * partitions of the coming days. Safe to run from several nodes at once: one advisory lock serialises them.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sequelize, type Transaction } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { findMigrationFolders } from './migration-folders.ts';

const LOCK = 7_010_001;
const here = fileURLToPath(new URL('.', import.meta.url));

export async function migrate(databaseUrl: string, log: (text: string) => void = () => undefined): Promise<void> {
  const sequelize = new Sequelize(databaseUrl, { dialect: 'postgres', logging: false, pool: { max: 2 } });
  try {
    await sequelize.transaction(async (lock) => {
      await sequelize.query(`SELECT pg_advisory_xact_lock(${LOCK})`, { transaction: lock });
      await runMigrations(sequelize, log);
      await defineFunctions(sequelize);
      await sequelize.query('SELECT hub_ensure_partitions(3)');
    });
  } finally {
    await sequelize.close();
  }
}

async function runMigrations(sequelize: Sequelize, log: (text: string) => void): Promise<void> {
  const files = await migrationFiles();
  const umzug = new Umzug({
    context: sequelize,
    storage: new SequelizeStorage({ sequelize, tableName: 'schema_migration' }),
    logger: undefined,
    migrations: files.map((path) => ({ name: migrationName(path), up: () => applyFile(sequelize, path, log) })),
  });
  await umzug.up();
}

/** Every migrations/*.sql of the hub, of services and of adapters, in the order of their names. */
async function migrationFiles(): Promise<string[]> {
  const folders = await findMigrationFolders();
  const lists = await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))));
  const files = lists.flat().filter((path) => path.endsWith('.sql'));
  return files.sort((a, b) => migrationName(a).localeCompare(migrationName(b)));
}

const migrationName = (path: string): string => path.split(/[\\/]/).slice(-1).join('');

async function applyFile(sequelize: Sequelize, path: string, log: (text: string) => void): Promise<void> {
  const sql = await readFile(path, 'utf8');
  await sequelize.transaction((transaction: Transaction) => sequelize.query(sql, { transaction, raw: true }));
  log(`migrated ${migrationName(path)}`);
}

/** Functions are replaced as a whole when their sources changed: a changed result type cannot be replaced in place. */
async function defineFunctions(sequelize: Sequelize): Promise<void> {
  const folder = join(here, 'functions');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const source = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  const digest = createHash('sha256').update(source).digest('hex');
  const [rows] = await sequelize.query(`SELECT obj_description(to_regprocedure('hub_now()'), 'pg_proc') AS digest`);
  if ((rows[0] as { digest: string | null } | undefined)?.digest === digest) return;
  const drop = `DO $$ DECLARE f record; BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name FROM pg_proc p
      WHERE p.proname LIKE 'hub\\_%' AND p.pronamespace = current_schema()::regnamespace LOOP
      EXECUTE 'DROP FUNCTION ' || f.name; END LOOP; END $$;`;
  const mark = `COMMENT ON FUNCTION hub_now() IS '${digest}';`;
  await sequelize.transaction((transaction) => sequelize.query([drop, source, mark].join('\n'), { transaction, raw: true }));
}
