/** What passes between the hub and the queue of a party, held to the AsyncAPI document that the same hub serves. */
import assert from 'node:assert/strict';
import { connect, type Channel, type ChannelModel, type Message, type Options } from 'amqplib';
import { after, before, describe, it } from 'mocha';
import { judgeOf, messageIn, type AsyncApi } from '../support/asyncapi.ts';
import type { QueueParty } from '../support/queue-party.ts';
import { useQueueRoom } from '../support/queue-room.ts';
import { eventually, NOTE } from '../support/running-hub.ts';

type Fields = Readonly<Record<string, unknown>>;
type Exchange = Options.AssertExchange & { readonly type: string };

/** As the document has them: properties by their names in AMQP, beside the entries of the table of headers. */
function headersOf({ properties }: Message): Fields {
  const { contentType, messageId, correlationId, type, appId, deliveryMode, expiration } = properties as unknown as Fields;
  const named = { 'content-type': contentType, 'message-id': messageId, 'correlation-id': correlationId, type };
  const all = { ...named, 'app-id': appId, 'delivery-mode': deliveryMode, expiration, ...properties.headers };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe('the AsyncAPI document and the queue of a party', () => {
  const queues = useQueueRoom();
  const { room, join, send, delivery, consume } = queues;
  const parties: QueueParty[] = [];
  let document: AsyncApi;
  let judge: ReturnType<typeof judgeOf>;
  let connection: ChannelModel;
  before('read the document', async () => {
    document = (await (await fetch(`${room.url}/api/v1/asyncapi.json`)).json()) as AsyncApi;
    judge = judgeOf(document);
    connection = await connect(queues.url);
  });
  after('leave', async () => {
    for (const party of parties) await party.leave();
    await connection.close();
  });

  const joined = async (settings: Fields): Promise<[string, QueueParty]> => {
    const code = await join(settings);
    const party = await consume(code);
    parties.push(party);
    return [code, party];
  };
  const addressOf = (channel: string, party: string): string => document.channels[channel]?.address?.replace('{party}', party) ?? '';

  for (const [mode, settings] of [
    ['structured', { mode: 'structured' }],
    ['binary', { mode: 'binary' }],
    ['binary', { mode: 'binary', attributePrefix: 'cloudEvents:' }],
  ] as const)
    it(`agree about headers, properties and body of a message by ${JSON.stringify(settings)}`, async () => {
      const [code, party] = await joined(settings);
      await send(code, { subject: 'sprawa 7 „ż”', sequencekey: 'k', expirytime: new Date(Date.now() + 600_000).toISOString() });
      const { message, deliveryId } = await eventually('it comes', () => party.taken[0]);
      const described = messageIn(document, 'queue', `${NOTE}.${mode}`);
      const headers = headersOf(message);
      assert.ok(judge(described.headers, headers), JSON.stringify(headers));
      assert.ok(judge(described.payload, JSON.parse(message.content.toString('utf8'))));
      assert.deepEqual([headers['message-id'], headers['type']], [deliveryId, described.bindings?.amqp.messageType]);
      const without = (name: string): Fields => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
      const demanded = Object.keys(headers).filter((name) => !judge(described.headers, without(name)));
      const attributes = ['specversion', 'id', 'source', 'type'].map((name) => `${settings.attributePrefix ?? 'cloudEvents_'}${name}`);
      const properties = ['content-type', 'message-id', 'type', 'app-id', 'delivery-mode', 'expiration'];
      assert.deepEqual(demanded.sort(), [...properties, ...(mode === 'binary' ? attributes : [])].sort());
    });

  it('agree about what stands on RabbitMQ: declared as described, queue and exchange are those that the hub made', async () => {
    const [code, party] = await joined({});
    await send(code);
    await eventually('the hub has made both', () => party.taken[0]);
    const channel = await connection.createChannel();
    const { exchange } = document.channels['acknowledgement']?.bindings?.['amqp'] as { exchange: Exchange };
    const name = addressOf('acknowledgement', code);
    await channel.checkExchange(name);
    await channel.assertExchange(name, exchange.type, exchange);
    assert.equal((await channel.checkQueue(addressOf('queue', code))).consumerCount, 1);
    await channel.close();
  });

  it('agree about how a party acknowledges, and what it is answered', async () => {
    const [code, party] = await joined({});
    const id = await send(code);
    const { deliveryId } = await eventually('it comes', () => party.taken[0]);
    const channel = await connection.createChannel();
    const answers: Message[] = [];
    await channel.consume('amq.rabbitmq.reply-to', (message) => message && answers.push(message), { noAck: true });
    for (const correlationId of [deliveryId, 'no id']) acknowledge(channel, { code, correlationId });
    const [taken, refused] = await eventually('both are answered', () => (answers.length === 2 ? answers : undefined));
    assert.equal((await delivery(id)).state, 'delivered');
    for (const [name, answer] of Object.entries({ acknowledged: taken, refused })) {
      const described = messageIn(document, 'acknowledgement-answer', name);
      const payload = JSON.parse(String(answer?.content)) as unknown;
      assert.ok(answer && judge(described.headers, headersOf(answer)) && judge(described.payload, payload), JSON.stringify(payload));
      assert.ok(!judge(described.payload, {}) && !judge(described.headers, {}));
    }
    await channel.close();
  });

  /** With what the document demands of the message, to where it says. */
  function acknowledge(channel: Channel, { code, correlationId }: { readonly code: string; readonly correlationId: string }): void {
    const properties = { 'correlation-id': correlationId, 'reply-to': 'amq.rabbitmq.reply-to' };
    const { headers } = messageIn(document, 'acknowledgement', 'acknowledgement');
    assert.ok(judge(headers, properties) && !judge(headers, { ...properties, 'reply-to': 'parties.PL-SG' }) && !judge(headers, {}));
    channel.publish(addressOf('acknowledgement', code), '', Buffer.from('not read'), { correlationId, replyTo: properties['reply-to'] });
  }
});
