/**
 * A database whose disk is full refuses what would grow: submissions are answered 503 and leave nothing behind, deliveries stay
 * with the hub, and all goes on by itself when there is room again. The refusal is PostgreSQL's own code, raised by a trigger.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const REFUSE = `CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`;

describe('a hub whose database has no room left', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    await addParty(given, 'PL-KGP', '/PL-KGP');
    await mayReceive(given, 'PL-KGP');
    await given.running.hub.database.reads.query(REFUSE);
  });

  const submit = async (id: string): Promise<number> => {
    const data = { title: 'a', text: 'b' };
    const event = { specversion: '1.0', id, source: '/parties/PL-SG', type: NOTE, destination: 'PL-KGP', sequencekey: 'one', data };
    return (await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) })).status;
  };
  const full = (table: string): Promise<unknown> =>
    room.running.hub.database.reads.query(
      `CREATE TRIGGER full_disk BEFORE INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()`,
    );
  const roomAgain = (table: string): Promise<unknown> => room.running.hub.database.reads.query(`DROP TRIGGER full_disk ON ${table}`);
  const count = async (table: string): Promise<number> =>
    (await room.running.hub.database.reads.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? -1;

  it('answers 503, keeps nothing of the message, and accepts the same id as soon as there is room', async () => {
    await full('message');
    await assert.rejects(submit('1'), { hubCode: 'DATABASE_UNAVAILABLE', code: 503 });
    for (const table of ['message', 'dedupe', 'delivery_open']) assert.equal(await count(table), 0, table);
    await roomAgain('message');
    assert.equal(await submit('1'), 202);
    await eventually('it is delivered', () => room.sink.at('/PL-KGP').length === 1);
  });

  it('lets the next of a lane go only when it could store that the one before was delivered', async function lane() {
    this.timeout(40_000);
    await eventually('nothing is open', async () => (await count('delivery_open')) === 0);
    await full('delivery');
    const before = room.sink.at('/PL-KGP').length;
    assert.deepEqual([await submit('2'), await submit('3')], [202, 202]);
    await eventually('it was sent', () => room.sink.at('/PL-KGP').length > before);
    const idsSent = (): Set<string> =>
      new Set(
        room.sink
          .at('/PL-KGP')
          .slice(before)
          .map(({ webhookId }) => webhookId),
      );
    assert.equal(idsSent().size, 1);
    await roomAgain('delivery');
    await eventually('both have ended', async () => (await count('delivery_open')) === 0, 30_000);
    assert.equal(idsSent().size, 2);
  });
});
