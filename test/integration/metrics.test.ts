/** The figures for Prometheus tell what each flow did: who submitted which type with which result, and what attempts came to. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

describe('the figures of a node', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    await addParty(given, 'PL-KGP', '/PL-KGP');
    await mayReceive(given, 'PL-KGP');
  });

  const submit = (id: string, text: unknown): Promise<unknown> => {
    const event = { specversion: '1.0', id, source: '/parties/PL-SG', type: NOTE, destination: 'PL-KGP', data: { title: 'a', text } };
    return room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
  };
  const figure = async (name: string, labels: string): Promise<string | undefined> => {
    const text = await room.running.hub.metrics();
    return text.split('\n').find((line) => line.startsWith(`${name}{${labels}}`));
  };

  it('count what was accepted, repeated and refused for each party and type, and attempts for each destination', async () => {
    await submit('1', 'b');
    await submit('1', 'b');
    await assert.rejects(submit('2', 7));
    const of = (result: string): Promise<string | undefined> =>
      figure('hub_submissions_total', `party="PL-SG",type="${NOTE}",result="${result}"`);
    for (const result of ['accepted', 'repeated', 'INVALID_MESSAGE']) assert.match((await of(result)) ?? '', / 1$/, result);
    const attempts = `destination="PL-KGP",type="${NOTE}",outcome="delivered"`;
    await eventually('the attempt is counted', async () => / 1$/.test((await figure('hub_attempt_seconds_count', attempts)) ?? ''));
  });

  it('say how many deliveries of a destination are in which state, adding up to those created', async () => {
    const states = ['queued', 'parked', 'delivering', 'waiting_retry', 'delivered', 'dead', 'discarded', 'expired'];
    const of = async (state: string): Promise<number> =>
      Number((await figure('hub_deliveries', `destination="PL-KGP",state="${state}"`))?.split(' ')[1]);
    const counts = await Promise.all(states.map(of));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      await of('created'),
    );
  });
});
