/**
 * Tickets over RabbitMQ: confirmed publishes to quorum queues, one channel a consumer. A supervisor rebuilds connections
 * and channels, proves each consumer alive, and a ticket is acknowledged only on the channel it came on.
 */
import { connect, type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage } from 'amqplib';
import { HubError } from '../contract/errors.ts';
import type { Logger } from '../contract/doors.ts';
import { decodeTicket, encodeTicket, QUEUE_OPTIONS, queueOf } from './topology.ts';
import type { ReceivedTicket, Ticket, TicketHandler, Transport } from './transport.ts';

interface RabbitOptions {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
  readonly prefetch?: number;
  readonly retryEveryMs?: number;
  readonly proveEveryMs?: number;
}

interface Consumer {
  readonly destination: string;
  readonly handler: TicketHandler;
  channel: Channel | undefined;
  /** Tickets received since the last proof, and those not yet acknowledged. */
  received: number;
  unacknowledged: number;
  building: boolean;
}

const CONNECT_TIMEOUT_MS = 5000;
const PUBLISH_TIMEOUT_MS = 10_000;

export function createRabbitTransport(options: RabbitOptions): Transport {
  return new RabbitTransport(options);
}

class RabbitTransport implements Transport {
  readonly name = 'rabbitmq';
  readonly isLocal = false;
  readonly #options: RabbitOptions;
  readonly #consumers = new Map<string, Consumer>();
  readonly #declared = new Set<string>();
  readonly #listeners: ((destination: string) => void)[] = [];
  #connection: ChannelModel | undefined;
  #publisher: ConfirmChannel | undefined;
  #closing = false;
  #connecting: Promise<void> | undefined;
  #prover: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: RabbitOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      this.#options.log.warn({ reason: String(error) }, 'RabbitMQ cannot be reached at the start; messages are accepted and wait');
      this.#reconnectLater();
    }
    this.#prover = setInterval(() => void this.#proveConsumers(), this.#options.proveEveryMs ?? 5000);
  }

  isUp(): boolean {
    return this.#publisher !== undefined;
  }

  onReset(listener: (destination: string) => void): void {
    this.#listeners.push(listener);
  }

  async publish(ticket: Ticket): Promise<void> {
    const channel = this.#publisher;
    if (channel === undefined) throw new HubError('CONNECTION_FAILED', { detail: 'RabbitMQ is not connected.' });
    const queue = queueOf(this.#options.prefix, ticket.destination);
    if (!this.#declared.has(queue)) await this.#declare(channel, queue);
    await confirmed(channel, queue, encodeTicket(ticket));
  }

  async consume(destination: string, handler: TicketHandler): Promise<void> {
    const consumer: Consumer = { destination, handler, channel: undefined, received: 0, unacknowledged: 0, building: false };
    this.#consumers.set(destination, consumer);
    await this.#build(consumer);
  }

  async stopConsuming(destination: string): Promise<void> {
    const consumer = this.#consumers.get(destination);
    this.#consumers.delete(destination);
    await quietly(consumer?.channel?.close());
  }

  async depth(destination: string): Promise<number> {
    return (await this.#inspect(destination)).messageCount;
  }

  async check(): Promise<void> {
    const channel = await this.#controlChannel();
    await quietly(channel.close());
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#prover);
    clearTimeout(this.#retry);
    this.#consumers.clear();
    await quietly(this.#connecting);
    await quietly(this.#connection?.close());
    this.#connection = undefined;
    this.#publisher = undefined;
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#open().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #open(): Promise<void> {
    const connection = await connect(withHeartbeat(this.#options.url), { noDelay: true, timeout: CONNECT_TIMEOUT_MS });
    connection.on('error', (error: Error) => this.#options.log.warn({ reason: error.message }, 'RabbitMQ connection failed'));
    connection.on('close', () => this.#lost(connection));
    const publisher = await connection.createConfirmChannel();
    publisher.on('error', (error: Error) => this.#options.log.warn({ reason: error.message }, 'RabbitMQ publisher channel failed'));
    publisher.on('close', () => this.#publisherLost(publisher, connection));
    publisher.on('return', (message: { fields: { routingKey: string } }) => this.#declared.delete(message.fields.routingKey));
    this.#connection = connection;
    this.#declared.clear();
    this.#publisher = publisher;
    await Promise.all([...this.#consumers.values()].map((consumer) => this.#build(consumer)));
  }

  #lost(connection: ChannelModel): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#publisher = undefined;
    for (const consumer of this.#consumers.values()) consumer.channel = undefined;
    this.#reconnectLater();
  }

  /** Without its publisher a connection is of no use: it is rebuilt as a whole. */
  #publisherLost(publisher: ConfirmChannel, connection: ChannelModel): void {
    if (this.#publisher !== publisher) return;
    this.#publisher = undefined;
    if (!this.#closing) void quietly(connection.close());
  }

  #reconnectLater(): void {
    if (this.#closing) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#connect().catch((error: unknown) => {
        this.#options.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'RabbitMQ cannot be reached');
        this.#reconnectLater();
      });
    }, this.#options.retryEveryMs ?? 1000);
  }

  async #declare(channel: Channel, queue: string): Promise<void> {
    await channel.assertQueue(queue, QUEUE_OPTIONS);
    this.#declared.add(queue);
  }

  /** Builds the consumer's own channel; announces that earlier tickets may be lost. */
  async #build(consumer: Consumer): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined || consumer.building || this.#consumers.get(consumer.destination) !== consumer) return;
    consumer.building = true;
    try {
      const channel = await connection.createChannel();
      channel.on('error', (error: Error) => this.#options.log.warn({ reason: error.message }, 'RabbitMQ consumer channel failed'));
      channel.on('close', () => this.#consumerLost(consumer, channel));
      await channel.prefetch(this.#options.prefetch ?? 64);
      const queue = queueOf(this.#options.prefix, consumer.destination);
      await this.#declare(channel, queue);
      Object.assign(consumer, { channel, received: 0, unacknowledged: 0 });
      await channel.consume(queue, (message) => this.#receive(message, consumer, channel));
      for (const listener of this.#listeners) listener(consumer.destination);
    } catch (error) {
      consumer.channel = undefined;
      this.#options.log.warn({ destination: consumer.destination, reason: String(error) }, 'a RabbitMQ consumer could not be built');
      setTimeout(() => void this.#build(consumer), this.#options.retryEveryMs ?? 1000).unref();
    } finally {
      consumer.building = false;
    }
  }

  #consumerLost(consumer: Consumer, channel: Channel): void {
    if (consumer.channel !== channel) return;
    consumer.channel = undefined;
    if (!this.#closing) void this.#build(consumer);
  }

  /** A null message says that the broker cancelled the consumer: the queue was deleted. */
  #receive(message: ConsumeMessage | null, consumer: Consumer, channel: Channel): void {
    if (message === null) {
      this.#declared.delete(queueOf(this.#options.prefix, consumer.destination));
      void quietly(channel.close());
      return;
    }
    consumer.received += 1;
    const ticket = decodeTicket(message.content);
    const acknowledge = this.#acknowledger(message, consumer, channel);
    if (ticket === undefined || ticket.destination !== consumer.destination) acknowledge();
    else consumer.handler({ ...ticket, acknowledge } satisfies ReceivedTicket);
  }

  #acknowledger(message: ConsumeMessage, consumer: Consumer, channel: Channel): () => void {
    let open = true;
    consumer.unacknowledged += 1;
    return () => {
      if (!open || consumer.channel !== channel) return;
      open = false;
      consumer.unacknowledged -= 1;
      try {
        channel.ack(message);
      } catch {
        // The channel closed between the look and the acknowledgement: the ticket comes again, and its claim fails.
      }
    };
  }

  /** A consumer is alive when its queue is empty, or tickets reach it, or it has tickets in hand. Anything else is deaf. */
  async #proveConsumers(): Promise<void> {
    for (const consumer of this.#consumers.values()) {
      const quiet = consumer.received === 0 && consumer.unacknowledged === 0;
      consumer.received = 0;
      if (consumer.channel === undefined) await this.#build(consumer);
      else if (quiet && (await this.#isDeaf(consumer))) await quietly(consumer.channel?.close());
    }
  }

  async #isDeaf(consumer: Consumer): Promise<boolean> {
    try {
      const { messageCount, consumerCount } = await this.#inspect(consumer.destination);
      return (messageCount > 0 && consumer.received === 0) || consumerCount === 0;
    } catch {
      return this.#connection !== undefined;
    }
  }

  async #inspect(destination: string): Promise<{ messageCount: number; consumerCount: number }> {
    const channel = await this.#controlChannel();
    try {
      return await channel.checkQueue(queueOf(this.#options.prefix, destination));
    } finally {
      await quietly(channel.close());
    }
  }

  async #controlChannel(): Promise<Channel> {
    if (this.#connection === undefined) throw new HubError('CONNECTION_FAILED', { detail: 'RabbitMQ is not connected.' });
    const channel = await this.#connection.createChannel();
    channel.on('error', () => undefined);
    return channel;
  }
}

/** A publish that is returned (no such queue) is not delivered, although the broker confirms it. */
async function confirmed(channel: ConfirmChannel, queue: string, content: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const lost = (reason: string, cause?: unknown): void => reject(new HubError('CONNECTION_FAILED', { detail: reason, cause }));
    const timer = setTimeout(() => lost('RabbitMQ did not confirm a ticket in time.'), PUBLISH_TIMEOUT_MS);
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      if (error === null || error === undefined) resolve();
      else lost('RabbitMQ refused a ticket.', error);
    };
    try {
      channel.sendToQueue(queue, content, { persistent: true, mandatory: true, contentType: 'application/json' }, settle);
    } catch (error) {
      settle(error);
    }
  });
}

export const withHeartbeat = (url: string): string =>
  url.includes('heartbeat=') ? url : `${url}${url.includes('?') ? '&' : '?'}heartbeat=10`;

async function quietly(work: Promise<unknown> | undefined): Promise<void> {
  try {
    await work;
  } catch {
    // Closing what is already gone is no news.
  }
}
