/** The clock of the hub as the run moves it: the database's own, ahead or behind by so many milliseconds. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface HubClock {
  /** Milliseconds since the epoch, as the hub sees them: one machine has one clock, so nobody need ask. */
  now(): number;
  /** Tried until the database takes it. */
  move(to: number): Promise<void>;
}

export function createHubClock(databaseUrl: string, signal: AbortSignal): HubClock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    move: async (to) => {
      for (;;) {
        const wanted = to - Date.now();
        if (await set(databaseUrl, wanted)) return void (offsetMs = wanted);
        await delay(100, undefined, { signal });
      }
    },
  };
}

async function set(databaseUrl: string, offsetMs: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('UPDATE hub_clock SET offset_ms = $1', [offsetMs]);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
