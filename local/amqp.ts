/** The little AMQP that starting and clearing up needs: does the server answer, and delete these queues. */
import { connect, type ChannelModel } from 'amqplib';

/** True when the server at the URL takes this login into this virtual host now. */
export function amqpAnswers(url: string): Promise<boolean> {
  return withConnection(url, async () => true).catch(() => false);
}

/** Deletes the queues with whatever is in them; those that do not exist are passed over. */
export async function deleteQueues(url: string, names: readonly string[]): Promise<void> {
  await withConnection(url, async (connection) => {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    for (const name of names) await channel.deleteQueue(name);
    await channel.close();
  });
}

async function withConnection<T>(url: string, use: (connection: ChannelModel) => Promise<T>): Promise<T> {
  const connection = await connect(url, { timeout: 5000 });
  connection.on('error', () => undefined);
  try {
    return await use(connection);
  } finally {
    await connection.close().catch(() => undefined);
  }
}
