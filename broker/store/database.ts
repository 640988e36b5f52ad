/**
 * Connections to PostgreSQL. Three pools, so that a search can never starve an accept: accept (a few connections for
 * group commits), work (claim, outcome, dispatch) and reads. Planner settings of the hot pools keep index plans on tables
 * that were never analysed.
 */
import pg from 'pg';
import { HubError } from '../contract/errors.ts';

const HOT_PLAN = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan';

export interface Database {
  readonly accept: pg.Pool;
  readonly work: pg.Pool;
  readonly reads: pg.Pool;
  close(): Promise<void>;
}

export interface PoolSizes {
  readonly accept: number;
  readonly work: number;
  readonly reads: number;
}

export function openDatabase(url: string, sizes: PoolSizes, onIdleError: (error: Error) => void): Database {
  const pool = (max: number, options: string): pg.Pool => {
    const made = new pg.Pool({
      connectionString: url,
      max,
      options,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      idleTimeoutMillis: 60_000,
    });
    made.on('error', onIdleError);
    return made;
  };
  const accept = pool(sizes.accept, `${HOT_PLAN} -c statement_timeout=20000`);
  const work = pool(sizes.work, `${HOT_PLAN} -c statement_timeout=20000`);
  const reads = pool(sizes.reads, '-c jit=off -c statement_timeout=15000');
  return { accept, work, reads, close: async () => void (await Promise.all([accept.end(), work.end(), reads.end()])) };
}

/**
 * Work of several statements on one connection. It goes back to the pool when all went well, and is dropped otherwise: after a lost
 * answer its state is unknown. Between statements PostgreSQL tells of a lost connection by an event, which must have a listener.
 */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isLost = false;
  const lose = (): void => void (isLost = true);
  client.on('error', lose);
  try {
    return await work(client);
  } catch (error) {
    lose();
    throw error;
  } finally {
    client.release(isLost);
    client.off('error', lose);
  }
}

const sqlStateOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

export const isUniqueViolation = (error: unknown): boolean => sqlStateOf(error) === '23505';

/** Data that PostgreSQL refuses (SQLSTATE classes 22, 23, 54): the row is at fault, not the database. */
export const isDataError = (error: unknown): boolean => /^(22|23|54)...$/.test(sqlStateOf(error) ?? '');

/** True when PostgreSQL answered with an error, so that the transaction is known to be rolled back. */
export const isRolledBack = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  return state !== undefined && /^[0-9A-Z]{5}$/.test(state) && !/^(57P0|08)/.test(state) && error instanceof pg.DatabaseError;
};

/** A lost or refused connection in the hub's words. */
export const databaseError = (cause: unknown): HubError =>
  cause instanceof HubError ? cause : new HubError('DATABASE_UNAVAILABLE', { cause, retryAfterMs: 2000 });
