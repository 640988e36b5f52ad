/** A repeat is always answered from what was accepted: twins beyond the rounds of one batch, and numbers that overflow. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { exactCanonicalForm } from '../../broker/delivery/duplicates.ts';
import { addParty, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

describe('recognising repeats', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    await mayReceive(given, 'PL-SG');
  });
  const event = (id: string): string =>
    JSON.stringify({ specversion: '1.0', id, source: 'PL-SG', type: NOTE, destination: 'PL-SG', data: { title: 'a', text: 'b' } });
  const send = (text: string): Promise<RestAnswer> => room.call('exchange.submit', 'PL-SG', { body: Buffer.from(text) });

  it('answers fifty twins of one batch, whichever of them is stored', async () => {
    const text = event(randomUUID());
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(text)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array.from({ length: 49 }, () => 200), 202]);
  });

  it('answers 409 for other content that holds a number beyond every double, and spares its neighbours in the batch', async () => {
    const text = event('overflow').replace('{', '{"ext":{"n":1e400},');
    assert.equal((await send(text)).status, 202);
    const results = await Promise.allSettled([send(text.replace('{', '{ ')), send(event(randomUUID()))]);
    assert.equal(results[0]?.status === 'rejected' && (results[0].reason as { hubCode: string }).hubCode, 'DUPLICATE_CONTENT_DIFFERS');
    assert.equal(results[1]?.status, 'fulfilled');
    assert.equal(exactCanonicalForm(Buffer.from('{"n":1e400}')), undefined);
  });

  it('refuses a byte order mark, which no recipient could read', async () => {
    await assert.rejects(send(`\ufeff${event(randomUUID())}`), { hubCode: 'MALFORMED_JSON' });
  });
});
