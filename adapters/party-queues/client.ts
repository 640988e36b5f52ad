/**
 * The hub's connection to RabbitMQ for the queues of parties: one connection, two channels a party, one to publish with confirms and one
 * for its acknowledgements, so that what one party breaks is nobody else's. Made when first needed, and made anew after a loss.
 */
import { connect, type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage } from 'amqplib';
import type { Logger } from '../../broker/contract/doors.ts';
import type { AmqpContent } from './content-mode.ts';
import { full, missing } from './faults.ts';
import { acknowledgementsOf, queueOf } from './names.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { declare } from './topology.ts';

export interface ClientOptions {
  readonly url: string;
  readonly connectTimeoutMs: number;
  readonly log: Logger;
  /** How many messages the queue of a destination takes, should it have to be made. */
  readonly maxMessages: (destination: string) => number;
}

export interface OutboundMessage extends AmqpContent {
  /** Identifies the message for the party, on every attempt. */
  readonly messageId: string;
  readonly type: string;
  readonly expiresInMs: number;
}

export interface ReceivedAcknowledgement {
  readonly correlationId: string;
  /** Tells the party what became of it, if it asked to be told. */
  answer(content: Buffer, contentType: string): void;
  /** RabbitMQ may forget it. Does nothing when the channel it came on is gone: it comes again. */
  done(): void;
}

export interface Client {
  /** Resolves when RabbitMQ has the message in the party's queue. Rejects with HubError or what amqplib says. */
  publish(destination: string, message: OutboundMessage): Promise<void>;
  /** Hands over what the party acknowledges, as long as the channel lives. Resolves when it does; once it listens, asking again changes nothing. */
  listen(destination: string, take: (received: ReceivedAcknowledgement) => void): Promise<void>;
  check(): Promise<void>;
  close(): Promise<void>;
}

interface Publisher {
  readonly channel: ConfirmChannel;
  /** Ids of messages that came back, for lack of a queue. */
  readonly returned: Set<string>;
  /** Why the channel was closed. */
  fault?: Error;
}

const THE_ONE = 'connection';
const PREFETCH = 256;

export function createClient(options: ClientOptions): Client {
  const takers = new Map<string, (received: ReceivedAcknowledgement) => void>();
  const connections = createShelf(async () => {
    const connection = await openConnection(options);
    connection.on('close', () => {
      connections.forget(THE_ONE);
      publishers.clear();
      listeners.clear();
    });
    return connection;
  });
  const prepared = async (destination: string): Promise<ChannelModel> => {
    const connection = await connections.get(THE_ONE);
    await declare(connection, destination, options.maxMessages(destination));
    return connection;
  };
  const publishers: Shelf<Publisher> = createShelf(async (name) => openPublisher(await prepared(name), () => publishers.forget(name)));
  const listeners: Shelf<Channel> = createShelf(async (name) => {
    const take = (received: ReceivedAcknowledgement): void => takers.get(name)?.(received);
    return openListener(await prepared(name), acknowledgementsOf(name), { take, lost: () => listeners.forget(name) });
  });
  return {
    publish: async (destination, message) => publish(await publishers.get(destination), queueOf(destination), message),
    listen: async (destination, take) => {
      takers.set(destination, take);
      await listeners.get(destination);
    },
    check: async () => void (await connections.get(THE_ONE)),
    close: async () => {
      for (const made of connections.end()) await made.then((connection) => connection.close()).catch(() => undefined);
    },
  };
}

async function openConnection({ url, connectTimeoutMs, log }: ClientOptions): Promise<ChannelModel> {
  const connection = await connect(withHeartbeat(url), { noDelay: true, timeout: connectTimeoutMs });
  connection.on('error', (error: Error) => log.warn({ reason: error.message }, 'the connection to the queues of parties failed'));
  return connection;
}

const withHeartbeat = (url: string): string => (url.includes('heartbeat=') ? url : `${url}${url.includes('?') ? '&' : '?'}heartbeat=10`);

async function openPublisher(connection: ChannelModel, lost: () => void): Promise<Publisher> {
  const publisher: Publisher = { channel: await connection.createConfirmChannel(), returned: new Set() };
  publisher.channel.on('error', (error: Error) => (publisher.fault = error));
  publisher.channel.on('close', lost);
  publisher.channel.on('return', ({ properties }: { properties: { messageId: string } }) => {
    publisher.returned.add(properties.messageId);
    lost(); // the queue is made anew with the next one
  });
  return publisher;
}

function publish(publisher: Publisher, queue: string, message: OutboundMessage): Promise<void> {
  const { content, messageId, type, contentType, headers, expiresInMs } = message;
  const options = { persistent: true, mandatory: true, appId: 'pobyt-hub', expiration: expiresInMs, messageId, type, contentType, headers };
  return new Promise((resolve, reject) => {
    publisher.channel.publish('', queue, content, options, (error: Error | null | undefined) => {
      if (publisher.returned.delete(messageId)) reject(missing());
      else if (error === null || error === undefined) resolve();
      else reject(error.message === 'message nacked' ? full() : (publisher.fault ?? error));
    });
  });
}

interface Listening {
  readonly take: (received: ReceivedAcknowledgement) => void;
  readonly lost: () => void;
}

async function openListener(connection: ChannelModel, queue: string, { take, lost }: Listening): Promise<Channel> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  channel.on('close', lost);
  await channel.prefetch(PREFETCH);
  await channel.consume(queue, (message) => {
    // RabbitMQ says so when the queue is deleted.
    if (message === null) void channel.close().catch(() => undefined);
    else take(received(message, channel));
  });
  return channel;
}

/** Only to the consumer on whose own channel the answer comes: any other name could be the queue of somebody else. */
const DIRECT_REPLY = /^amq\.rabbitmq\.reply-to\./;

function received(message: ConsumeMessage, channel: Channel): ReceivedAcknowledgement {
  const { correlationId, replyTo } = message.properties as { correlationId?: unknown; replyTo?: unknown };
  const id = typeof correlationId === 'string' ? correlationId : '';
  const ifOpen = (act: () => unknown): void => {
    try {
      act();
    } catch {
      // The channel is gone: the acknowledgement comes again.
    }
  };
  return {
    correlationId: id,
    done: () => ifOpen(() => channel.ack(message)),
    answer: (content, contentType) => {
      if (typeof replyTo !== 'string' || !DIRECT_REPLY.test(replyTo)) return;
      ifOpen(() => channel.publish('', replyTo, content, { correlationId: id, contentType }));
    },
  };
}
