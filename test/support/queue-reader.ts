/** Looks into queues of a running hub from outside, as somebody with access to RabbitMQ could. */
import { connect, type ChannelModel } from 'amqplib';

/** Deletes the exchanges of a mesh, which outlive its nodes. */
export async function deleteMeshExchanges(amqpUrl: string, prefix: string): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  for (const command of ['DISCOVER', 'INFO', 'DISCONNECT', 'HEARTBEAT', 'PING']) await channel.deleteExchange(`${prefix}.mesh.${command}`);
  await connection.close();
}

export async function queueExists(amqpUrl: string, queue: string): Promise<boolean> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  const exists = await channel.checkQueue(queue).then(
    () => true,
    () => false,
  );
  await connection.close();
  return exists;
}

export interface QueueReader {
  /** What passes through the queue from now on; everything read is put back for its true consumer. */
  watch(queue: string): Promise<Buffer[]>;
  /** Takes everything that comes into the queue away from its true consumer, which stays connected. */
  starve(queue: string): Promise<void>;
  put(queue: string, content: Buffer): Promise<void>;
  close(): Promise<void>;
}

export async function readQueues(amqpUrl: string): Promise<QueueReader> {
  const connection: ChannelModel = await connect(amqpUrl);
  const channel = await connection.createChannel();
  return {
    watch: async (queue) => {
      const seen: Buffer[] = [];
      await channel.consume(queue, (message) => {
        if (message === null) return;
        seen.push(message.content);
        channel.nack(message, false, true);
      });
      return seen;
    },
    starve: async (queue) => {
      // A consumer of higher priority is given everything as long as it takes it.
      await channel.consume(queue, () => undefined, { noAck: true, priority: 10 });
    },
    put: async (queue, content) => {
      channel.sendToQueue(queue, content);
      await channel.checkQueue(queue);
    },
    close: () => connection.close(),
  };
}
