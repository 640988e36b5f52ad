/** What the hub's own books say after a run: whether everything is finished, counts reconcile and the audit chain verifies. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createSealer } from '../../broker/audit/sealing.ts';
import { verifyAudit } from '../../broker/audit/verification.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';

export interface Books {
  readonly reconciles: boolean;
  readonly chainVerified: boolean;
  /** What is not as it should be. */
  readonly words: readonly string[];
}

const TALLY = `SELECT coalesce(sum(created), 0)::int AS created, coalesce(sum(delivered), 0)::int AS delivered,
       coalesce(sum(queued), 0)::int AS queued, coalesce(sum(leased), 0)::int AS leased, coalesce(sum(parked), 0)::int AS parked,
       coalesce(sum(delivering), 0)::int AS delivering, coalesce(sum(waiting_retry), 0)::int AS "waitingRetry",
       coalesce(sum(dead), 0)::int AS dead, coalesce(sum(discarded), 0)::int AS discarded, coalesce(sum(expired), 0)::int AS expired,
       (SELECT count(*)::int FROM delivery_open) AS "rowsOpen", (SELECT count(*)::int FROM dead_letter) AS "rowsDead",
       (SELECT count(*)::int FROM delivery WHERE state <> 'delivered') AS "rowsOther",
       (SELECT coalesce(sum(open), 0)::int FROM lane) AS "openInLanes",
       (SELECT count(*)::int FROM network_form WHERE sent_at IS NULL) AS "formsNotSent",
       (SELECT count(*)::int FROM delivery) - coalesce(sum(delivered), 0)::int AS "rowsBeyondCount"
  FROM destination_tally`;

export async function withPool<T>(databaseUrl: string, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

export type End = 'quiet' | 'what is left is parked, and nothing is before it' | 'out of time';

/** Waits until nothing is open any more, or until that cannot come: a parked delivery moves only with the finish of another. */
export async function untilQuiet(pool: pg.Pool, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<End> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    signal.throwIfAborted();
    const { rows } = await pool.query<{ stuck: boolean | null }>('SELECT bool_and(parked) AS stuck FROM delivery_open');
    if (rows[0]?.stuck === null) return 'quiet';
    if (rows[0]?.stuck === true) return 'what is left is parked, and nothing is before it';
    await delay(250, undefined, { signal });
  }
  return 'out of time';
}

/** To be asked when no node runs. */
export async function inspectBooks(pool: pg.Pool, sealKey: string): Promise<Books> {
  const { created = 0, delivered = 0, ...others } = (await pool.query<Record<string, number>>(TALLY)).rows[0] ?? {};
  const odd = Object.entries(others).filter(([, count]) => count !== 0);
  const audit = await sealAndVerify(pool, sealKey);
  return {
    reconciles: created === delivered && odd.length === 0,
    chainVerified: audit.length === 0,
    words: [
      ...(created === delivered ? [] : [`created ${created}, delivered ${delivered}`]),
      ...odd.map(([name, count]) => `${name}: ${count}`),
      ...audit,
    ],
  };
}

/** The last seal, then the whole log. Everything must be covered by a seal. */
export async function sealAndVerify(pool: pg.Pool, sealKey: string): Promise<string[]> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  await createSealer({ pool, clock, sealKey, everyMs: 10_000, log }).sealNow();
  const report = await verifyAudit({ pool, sealKey });
  const unsealed = report.unsealedEntries === 0 ? [] : [`audit: ${report.unsealedEntries} entries without a seal`];
  return [...unsealed, ...report.faults.slice(0, 5).map((fault) => `audit: ${JSON.stringify(fault)}`)];
}
