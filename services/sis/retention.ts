/** Deletes the encrypted content of alerts when its term has ended, a bounded number of rows at a time. */
import type { Hub } from '../../broker/contract/hub.ts';

const ROWS_AT_ONCE = 1000;
const LOOK_EVERY_MS = 60_000;
const LEAST_MS = 100;

const DELETE = `DELETE FROM sis_match WHERE ctid = ANY (ARRAY (
  SELECT ctid FROM sis_match WHERE expires_at <= hub_now() ORDER BY expires_at LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED))`;

export interface Retention {
  start(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createRetention(hub: Pick<Hub, 'config' | 'database' | 'log'>): Retention {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let sweep = Promise.resolve();

  const deleteAll = async (): Promise<void> => {
    for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE && !stopped;) deleted = (await hub.database.work.query(DELETE)).rowCount ?? 0;
  };
  const look = (): void => {
    sweep = sweep
      .then(deleteAll)
      .catch((error: unknown) => hub.log.error({ reason: String(error) }, 'expired matches could not be deleted'));
  };

  return {
    start: () => {
      timer = setInterval(look, Math.min(LOOK_EVERY_MS, Math.max(LEAST_MS, hub.config.sis.matchRetentionMs)));
    },
    stop: () => {
      stopped = true;
      clearInterval(timer);
      return sweep;
    },
  };
}
