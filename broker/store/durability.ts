/** A hub does not start on a database that may forget a commit, cannot store one, or whose clock was moved. All faults are named at once. */
import pg from 'pg';
import { ConfigError } from '../../config/config.ts';

const REQUIRED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

export async function checkDurability(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // the statement that comes next says it
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string; setting: string }>('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [
      REQUIRED,
    ]);
    const faults = rows
      .filter(({ setting }) => setting === 'off')
      .map(({ name }) => `DATABASE_URL: the database has ${name} off and may forget what it confirmed`);
    if (await isStandby(client)) faults.push('DATABASE_URL: the database is a standby and cannot store anything; name the primary');
    if (await clockWasMoved(client)) faults.push('DATABASE_URL: the clock of this database was moved for a test or a demo');
    if (faults.length > 0) throw new ConfigError(faults);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`DATABASE_URL: the database cannot be reached (${error instanceof Error ? error.message : 'unknown'})`]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isStandby = async (client: pg.Client): Promise<boolean> =>
  (await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')).rows[0]?.standby === true;

async function clockWasMoved(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: string | null }>("SELECT to_regclass('hub_clock')::text AS there");
  if (rows[0]?.there === null) return false;
  const moved = await client.query('SELECT 1 FROM hub_clock WHERE offset_ms <> 0');
  return moved.rows.length > 0;
}
