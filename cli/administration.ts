/** The hub's administration over the database alone: works while no node runs, and records every change in a chain of its own. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';
import { createAdministration, type Administration } from '../broker/access/administration.ts';
import { checkDestinationSettings } from '../broker/adapter-settings.ts';
import { createAuditWriter, type AuditWriter } from '../broker/audit/writer.ts';
import { createDatabaseClock } from '../broker/store/clock.ts';
import { isRolledBack } from '../broker/store/database.ts';
import { askDatabase } from './failure.ts';
import { databaseUrl, type DatabaseOptions } from './options.ts';

/** Throws CONFIG_INVALID, DATABASE_UNAVAILABLE, and what the use throws. */
export async function withPool<T>(options: DatabaseOptions, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl(options), max: 2, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  try {
    return await askDatabase(() => use(pool));
  } finally {
    await pool.end();
  }
}

export const withAdministration = <T>(options: DatabaseOptions, use: (administration: Administration) => Promise<T>): Promise<T> =>
  withPool(options, (pool) =>
    use(createAdministration({ pool, newId: randomUUID, randomBytes, audit: lazyWriter(pool), checkSettings: checkDestinationSettings })),
  );

/** Its chain begins with the first change, so that a refused command leaves no empty one. */
function lazyWriter(pool: pg.Pool): AuditWriter {
  let writer: Promise<AuditWriter> | undefined;
  return { append: async (facts, run) => (await (writer ??= openWriter(pool))).append(facts, run) };
}

async function openWriter(pool: pg.Pool): Promise<AuditWriter> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  return createAuditWriter({ pool, clock, newId: randomUUID, node: hostname(), name: 'cli', isRolledBack });
}
