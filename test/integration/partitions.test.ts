/** A running node makes the partitions of the coming days in time, and tidies up when that was not done for days. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createHousekeeping } from '../../broker/retention/housekeeping.ts';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const DAY_MS = 86_400_000;
const TABLES = ['message', 'delivery', 'audit_entry'];

describe('partitions by day', () => {
  const room = useHub(
    async (given) => {
      await addParty(given, 'PL-SG');
      await addParty(given, 'OK', '/OK');
      await mayReceive(given, 'OK');
    },
    (config) => ({ ...config, retention: { ...config.retention, everyMs: 500 } }),
  );
  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;
  const setClock = (days: number): Promise<unknown> => ask('UPDATE hub_clock SET offset_ms = $1', [days * DAY_MS]);
  const dayName = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  async function exist(days: number): Promise<boolean> {
    const names = TABLES.map((table) => `${table}_${dayName(days)}`);
    const [found] = await ask<{ count: number }>('SELECT count(*)::int FROM pg_class WHERE relname = ANY ($1)', [names]);
    return found?.count === TABLES.length;
  }
  async function submit(id: string): Promise<string> {
    const data = { title: 'a', text: 'b' };
    const event = { specversion: '1.0', id, source: '/parties/PL-SG', type: NOTE, destination: 'OK', data };
    const answer = await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    return (answer.body as { id: string }).id;
  }
  const partitionOf = async (table: string, id: string): Promise<string | undefined> =>
    (
      await ask<{ name: string }>(
        `SELECT tableoid::regclass::text AS name FROM ${table} WHERE ${table === 'message' ? 'id' : 'message_id'} = $1`,
        [id],
      )
    )[0]?.name;

  it('are made three days ahead by a running node, day after day', async () => {
    assert.equal(await exist(5), false);
    await setClock(2);
    await eventually('the partitions', async () => ((await exist(5)) ? true : undefined));
  });

  it('take in what fell beside them while nobody made any', async () => {
    await setClock(40);
    const id = await submit('late');
    await eventually('delivery', async () => ((await partitionOf('delivery', id)) === undefined ? undefined : true));
    await createHousekeeping(room.running.hub).turn();
    assert.equal(await partitionOf('message', id), `message_${dayName(40)}`);
    assert.equal(await partitionOf('delivery', id), `delivery_${dayName(40)}`);
    const left = await ask(`SELECT 1 FROM message_other UNION ALL SELECT 1 FROM delivery_other`);
    assert.deepEqual(left, []);
    const shown = (await room.call('exchange.show', 'PL-SG', { path: { id } })).body as { state: string };
    assert.equal(shown.state, 'delivered');
    assert.equal(await submit('late'), id);
  });
});
