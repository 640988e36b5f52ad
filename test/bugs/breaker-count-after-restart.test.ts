/**
 * Only the node that saw a connection error knew that an answer had to clear the count. After a restart, or on another node,
 * a count of 1 to 4 stayed for ever, and one later error could open the breaker early.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

describe('connection errors counted before a restart', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    await addParty(given, 'PL-KGP', '/PL-KGP');
    await mayReceive(given, 'PL-KGP');
    await given.running.hub.database.reads.query(`UPDATE destination SET breaker_failures = 4 WHERE name = 'PL-KGP'`);
  });

  it('are forgotten at the first answer, for only errors in a row count', async () => {
    const data = { title: 'a', text: 'b' };
    const event = { specversion: '1.0', id: '1', source: '/parties/PL-SG', type: NOTE, destination: 'PL-KGP', data };
    await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    await eventually('the count to be cleared', async () => {
      const text = `SELECT breaker_failures AS count FROM destination WHERE name = 'PL-KGP'`;
      const { rows } = await room.running.hub.database.reads.query<{ count: number }>(text);
      return rows[0]?.count === 0;
    });
    assert.equal(room.sink.at('/PL-KGP').length, 1);
  });
});
