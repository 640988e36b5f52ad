/** The clock of the demo's database, which is the hub's: terms of days end while one looks on. A production node refuses such a database. */
import pg from 'pg';

/** To the instant, at the least; the clock never goes back while the hub runs. */
export const moveClockTo = (databaseUrl: string, instant: string): Promise<void> =>
  withClient(databaseUrl, (client) =>
    client.query('UPDATE hub_clock SET offset_ms = greatest(offset_ms, extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)', [
      instant,
    ]),
  );

/** Before the hub starts: what an earlier story moved is put back. */
export const resetClock = (databaseUrl: string): Promise<void> =>
  withClient(databaseUrl, (client) => client.query('UPDATE hub_clock SET offset_ms = 0'));

async function withClient(databaseUrl: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await use(client).finally(() => client.end());
}
