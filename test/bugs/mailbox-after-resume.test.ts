/**
 * Found while mailboxes got dead letters: resuming a held mailbox had its messages dispatched as tickets, which nobody takes for a
 * mailbox, so that the party saw nothing until their dispatch lease ran out.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const WAIT_MS = 300;

describe('a mailbox that was held and resumed', () => {
  const room = useHub(async (given) => {
    for (const party of ['PL-SG', 'PL-BOX']) await addParty(given, party);
    await mayReceive(given, 'PL-BOX');
  });

  it('shows at once what came meanwhile', async () => {
    const { hub } = room.running;
    const by = { party: 'OPERATOR', officer: 'OFF-1' };
    await hub.administration.hold('PL-BOX', by, 'test');
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/parties/PL-SG',
      type: NOTE,
      destination: 'PL-BOX',
      data: { title: 'a', text: 'b' },
    };
    await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    await hub.administration.resume('PL-BOX', by, 'test');
    hub.deliveries.kick('PL-BOX');
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    const messages = await eventually('the message', async () => {
      const { body } = await room.call('exchange.fetch', 'PL-BOX', { query: {} });
      return (body as { messages: { event: { id: string } }[] }).messages;
    });
    assert.deepEqual(
      messages.map((one) => one.event.id),
      [event.id],
    );
  });
});
