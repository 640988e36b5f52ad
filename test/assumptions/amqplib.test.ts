import assert from 'node:assert/strict';
import { connect, type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage, type Options } from 'amqplib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { QUEUE_OPTIONS } from '../../broker/transport/topology.ts';
import { eventually } from '../support/running-hub.ts';
import { useBroker } from '../support/suite-broker.ts';

/** What the transport believes of amqplib and RabbitMQ; if one of these fails, its guards can be simpler or must be stronger. */
describe('amqplib with RabbitMQ', () => {
  const broker = useBroker();
  let connection: ChannelModel;
  let number = 0;
  beforeEach(async () => {
    connection = await connect(broker.amqpUrl, { timeout: 5000 });
  });
  afterEach(() => connection.close());

  async function newQueue(): Promise<string> {
    const name = `${broker.prefix}assumed-${(number += 1)}`;
    broker.remember([name]);
    await withChannel((channel) => channel.assertQueue(name, QUEUE_OPTIONS));
    return name;
  }
  async function withChannel(work: (channel: Channel) => Promise<unknown>): Promise<void> {
    const channel = await connection.createChannel();
    await work(channel);
    await channel.close();
  }
  async function oneMessage(channel: Channel): Promise<ConsumeMessage> {
    const queue = await newQueue();
    const came = new Promise<ConsumeMessage | null>((resolve) => void channel.consume(queue, resolve));
    await withChannel(async (sender) => void sender.sendToQueue(queue, Buffer.from('x')));
    const message = await came;
    assert.ok(message);
    return message;
  }

  it('gives a publish to a quorum queue its confirm', async () => {
    const channel = await connection.createConfirmChannel();
    assert.equal(await published(channel, { exchange: '', key: await newQueue(), options: { persistent: true, mandatory: true } }), null);
  });

  it('closes the channel with 404, and fails the confirms it still owes, after a publish to an exchange that is not there', async () => {
    const channel = await connection.createConfirmChannel();
    const ending = endOf(channel);
    const outcome = published(channel, { exchange: `${broker.prefix}no-such-exchange`, key: 'x' });
    assert.deepEqual(await ending, ['error 404', 'close']);
    assert.ok((await outcome) instanceof Error);
  });

  it('gives a mandatory message without a queue back, and only then confirms it as if it were safe', async () => {
    const channel = await connection.createConfirmChannel();
    const order: string[] = [];
    channel.on('return', ({ fields }: { fields: { routingKey: string } }) => order.push(`return ${fields.routingKey}`));
    const error = await published(channel, { exchange: '', key: `${broker.prefix}no-such-queue`, options: { mandatory: true } });
    order.push(`confirm ${String(error)}`);
    assert.deepEqual(order, [`return ${broker.prefix}no-such-queue`, 'confirm null']);
  });

  it('confirms a message without a queue and says nothing, when it is not mandatory', async () => {
    const channel = await connection.createConfirmChannel();
    channel.on('return', () => assert.fail('returned'));
    assert.equal(await published(channel, { exchange: '', key: `${broker.prefix}no-such-queue` }), null);
  });

  it('closes the channel with 406 after a second acknowledgement of one message', async () => {
    const channel = await connection.createChannel();
    const message = await oneMessage(channel);
    const ending = endOf(channel);
    channel.ack(message);
    channel.ack(message);
    assert.deepEqual(await ending, ['error 406', 'close']);
  });

  it('closes the channel with 406 after an acknowledgement of what came on another channel', async () => {
    const [theirs, mine] = [await connection.createChannel(), await connection.createChannel()];
    const message = await oneMessage(theirs);
    const ending = endOf(mine);
    mine.ack(message);
    assert.deepEqual(await ending, ['error 406', 'close']);
  });

  it('throws at once when a message is acknowledged or published on a channel that is closed', async () => {
    const channel = await connection.createConfirmChannel();
    const message = await oneMessage(channel);
    await channel.close();
    assert.throws(() => channel.ack(message), { name: 'IllegalOperationError' });
    assert.throws(() => channel.sendToQueue('x', Buffer.alloc(0)), { name: 'IllegalOperationError' });
  });

  it('closes the channel with 404 when it is asked for the depth of a queue that is not there, and spares the connection', async () => {
    const channel = await connection.createChannel();
    const ending = endOf(channel);
    await assert.rejects(channel.checkQueue(`${broker.prefix}no-such-queue`), { code: 404 });
    assert.deepEqual(await ending, ['error 404', 'close']);
    await withChannel((other) => other.prefetch(1));
  });

  it('throws the error of a channel to which nobody listens, which would end the process', async () => {
    const channel = await connection.createChannel();
    assert.equal(channel.listenerCount('error'), 0);
    assert.throws(() => channel.emit('error', new Error('406')), /406/);
  });

  it('tells a consumer null, and leaves its channel open, when its queue is deleted', async () => {
    const channel = await connection.createChannel();
    const queue = await newQueue();
    const told = new Promise<ConsumeMessage | null>((resolve) => void channel.consume(queue, resolve));
    await withChannel((other) => other.deleteQueue(queue));
    assert.equal(await told, null);
    await channel.prefetch(1);
  });
});

interface Publish {
  readonly exchange: string;
  readonly key: string;
  readonly options?: Options.Publish;
}

/** What the callback of the confirm is told: null, or the error. */
const published = (channel: ConfirmChannel, { exchange, key, options = {} }: Publish): Promise<unknown> =>
  new Promise((resolve) => void channel.publish(exchange, key, Buffer.from('x'), options, resolve));

/** What the channel says until it is closed. */
async function endOf(channel: Channel): Promise<string[]> {
  const said: string[] = [];
  channel.on('error', ({ code }: { code: number }) => said.push(`error ${code}`));
  channel.on('close', () => said.push('close'));
  await eventually('the channel to close', () => said.includes('close') || undefined);
  return said;
}
