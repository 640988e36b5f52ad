/**
 * Brings a database to the shape the hub needs: numbered migrations once each (umzug), then all functions anew when one changed, then the
 * partitions of the coming days. Safe to run from several nodes at once: one advisory lock serialises them.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Sequelize, type Transaction } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { findSqlFolders } from './sql-folders.ts';
import { ADVISORY_LOCKS } from './advisory-locks.ts';

const LOCK = ADVISORY_LOCKS.migration;

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
  const files = await sqlFiles('migrations');
  return files.sort((a, b) => migrationName(a).localeCompare(migrationName(b)));
}

async function sqlFiles(name: 'migrations' | 'functions'): Promise<string[]> {
  const folders = await findSqlFolders(name);
  const lists = await Promise.all(folders.map(async (folder) => (await readdir(folder)).sort().map((file) => join(folder, file))));
  return lists.flat().filter((path) => path.endsWith('.sql'));
}

const migrationName = (path: string): string => path.split(/[\\/]/).slice(-1).join('');

async function applyFile(sequelize: Sequelize, path: string, log: (text: string) => void): Promise<void> {
  const sql = await readFile(path, 'utf8');
  await sequelize.transaction((transaction: Transaction) => sequelize.query(sql, { transaction, raw: true }));
  log(`migrated ${migrationName(path)}`);
}

/** Functions are replaced as a whole when their sources changed: a changed result type cannot be replaced in place. */
async function defineFunctions(sequelize: Sequelize): Promise<void> {
  const source = (await Promise.all((await sqlFiles('functions')).map((path) => readFile(path, 'utf8')))).join('\n');
  const digest = createHash('sha256').update(source).digest('hex');
  const [rows] = await sequelize.query(`SELECT obj_description(to_regprocedure('hub_now()'), 'pg_proc') AS digest`);
  if ((rows[0] as { digest: string | null } | undefined)?.digest === digest) return;
  const mark = `COMMENT ON FUNCTION hub_now() IS '${digest}';`;
  await sequelize.transaction((transaction) => sequelize.query([DROP_FUNCTIONS, source, mark].join('\n'), { transaction, raw: true }));
}

/** All functions of the schema are ours, but for those that came with an extension. */
const DROP_FUNCTIONS = `DO $$ DECLARE f record; BEGIN
  FOR f IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE 'DROP FUNCTION ' || f.name; END LOOP; END $$;`;
