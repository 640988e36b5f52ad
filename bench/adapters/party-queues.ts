/** Queues of parties, beside bare amqplib: the same bytes and properties into a queue of the same kind, each confirmed. */
import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { adapter } from '../../adapters/party-queues/adapter.ts';
import { exchangeOf, queueOf } from '../../adapters/party-queues/names.ts';
import { NOTE } from '../../test/crash/cargo.ts';
import { delivering, doorsTo, noteOf, type Surroundings, type Trial } from './trial.ts';

const BODY_BYTES = 1024;
/** Nobody consumes: what was measured expires, so that the queues stay short. */
const KEPT_MS = 1000;
const MOST_MESSAGES = 100_000;

export async function openQueues({ amqpUrl: url, store }: Surroundings): Promise<Trial> {
  const destination = `BENCH-${randomBytes(4).toString('hex')}`;
  const settings = { acknowledgeWithinMs: KEPT_MS, maxMessages: MOST_MESSAGES };
  const doors = doorsTo(store);
  const recipients = { ...doors.recipients, destinations: () => [{ name: destination, settings }] };
  const connection = await adapter.connect({ url }, { ...doors, recipients });
  const bareQueue = `${queueOf(destination)}.bare`;
  const body = noteOf(BODY_BYTES);
  const bare = await connect(url);
  const channel = await bare.createConfirmChannel();
  const bounds = { 'x-queue-type': 'quorum', 'x-max-length': MOST_MESSAGES, 'x-overflow': 'reject-publish' };
  await channel.assertQueue(bareQueue, { durable: true, arguments: bounds });
  const options = { persistent: true, mandatory: true, expiration: KEPT_MS, type: NOTE, contentType: 'application/cloudevents+json' };
  const publish = (): Promise<boolean> =>
    new Promise((resolve) => {
      channel.publish('', bareQueue, body, { ...options, messageId: randomUUID() }, (error: unknown) =>
        resolve(error === null || error === undefined),
      );
    });
  return {
    name: 'party-queues',
    adapter: delivering(connection.deliver, () => ({ type: NOTE, body, settings, destination })),
    bare: new Map([['amqplib', publish]]),
    close: async () => {
      await connection.close();
      for (const queue of [bareQueue, queueOf(destination), exchangeOf(destination)]) await channel.deleteQueue(queue);
      await channel.deleteExchange(exchangeOf(destination));
      await bare.close();
    },
  };
}
