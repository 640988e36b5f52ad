/**
 * A long poll went on after its caller had left, and leased to nobody what came: it was away for a whole lease. And HEAD, which every proxy
 * may ask, leased as GET does and showed nothing.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { addParty, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

describe('a mailbox whose caller left', () => {
  const room = useHub(
    async (given) => {
      await addParty(given, 'PL-SG');
      await mayReceive(given, 'PL-SG');
    },
    (config) => ({ ...config, mailbox: { ...config.mailbox, leaseMs: 600_000 } }),
  );
  let headers: Record<string, string> = {};
  before(async () => {
    const { apiKey } = await room.administration.issueKey('PL-SG');
    await room.running.hub.registry.refresh();
    headers = { authorization: `Bearer ${apiKey}` };
  });
  const ask = (method: string, query: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${room.url}/api/v1/mailbox/messages${query}`, { method, headers, ...(signal === undefined ? {} : { signal }) });
  const submit = async (id: string): Promise<void> => {
    const event = { specversion: '1.0', id, source: '/parties/PL-SG', type: NOTE, destination: 'PL-SG', data: { title: 'a', text: 'b' } };
    await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
  };
  const fetched = async (): Promise<string[]> => {
    const { messages } = (await (await ask('GET', '?waitSeconds=3')).json()) as { messages: { event: { id: string } }[] };
    return messages.map(({ event }) => event.id);
  };

  it('keeps what comes for the next caller', async () => {
    await assert.rejects(ask('GET', '?waitSeconds=30', AbortSignal.timeout(300)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await submit('left');
    assert.deepEqual(await fetched(), ['left']);
  });

  it('is not asked by HEAD, which would lease and show nothing', async () => {
    await submit('head');
    const answer = await ask('HEAD', '');
    assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET']);
    assert.deepEqual(await fetched(), ['head']);
  });
});
