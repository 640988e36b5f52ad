/**
 * Makes what a party needs on RabbitMQ: its durable queue, a quorum queue where the broker has these, the exchange for its acknowledgements
 * and the queue behind it. A queue that is there already is taken as it is: an administrator may have made it otherwise.
 */
import type { Channel, ChannelModel } from 'amqplib';
import { acknowledgementsOf, exchangeOf, queueOf } from './names.ts';

/** A party that never stops acknowledging fills its own queue only; what is refused there comes again with its message. */
const MOST_ACKNOWLEDGEMENTS = 100_000;

export async function declare(connection: ChannelModel, destination: string, maxMessages: number): Promise<void> {
  await ensureQueue(connection, queueOf(destination), maxMessages);
  await ensureQueue(connection, acknowledgementsOf(destination), MOST_ACKNOWLEDGEMENTS);
  await withChannel(connection, async (channel) => {
    await channel.assertExchange(exchangeOf(destination), 'fanout', { durable: true });
    await channel.bindQueue(acknowledgementsOf(destination), exchangeOf(destination), '');
  });
}

async function ensureQueue(connection: ChannelModel, queue: string, maxMessages: number): Promise<void> {
  if (await exists(connection, queue)) return;
  try {
    await makeQueue(connection, queue, { maxMessages, type: 'quorum' });
  } catch (error) {
    if (replyCode(error) !== PRECONDITION_FAILED) throw error;
    await makeQueue(connection, queue, { maxMessages, type: 'classic' });
  }
}

const NOT_FOUND = 404;
const PRECONDITION_FAILED = 406;
const replyCode = (error: unknown): unknown => (error as { code?: unknown }).code;

const exists = (connection: ChannelModel, queue: string): Promise<boolean> =>
  withChannel(connection, (channel) => channel.checkQueue(queue)).then(
    () => true,
    (error: unknown) => {
      if (replyCode(error) === NOT_FOUND) return false;
      throw error;
    },
  );

interface Wanted {
  readonly type: 'quorum' | 'classic';
  readonly maxMessages: number;
}

const makeQueue = (connection: ChannelModel, queue: string, { type, maxMessages }: Wanted): Promise<unknown> =>
  withChannel(connection, (channel) =>
    channel.assertQueue(queue, {
      durable: true,
      arguments: { 'x-queue-type': type, 'x-max-length': maxMessages, 'x-overflow': 'reject-publish' },
    }),
  );

/** A channel of its own for each question: a refusal closes it. */
async function withChannel<T>(connection: ChannelModel, use: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    return await use(channel);
  } finally {
    await channel.close().catch(() => undefined);
  }
}
