/**
 * Moleculer's AMQP transporter, hardened for look-ups: queues that vanish with their node, packets that do not outlive their
 * caller, acknowledgements only on the channel a packet came on, and a connection that is rebuilt as soon as its channel or a
 * consumer is lost. What it believes of its base class stands in test/assumptions/moleculer-transporter.test.ts.
 */
import { Errors, Transporters } from 'moleculer';
import type { Logger } from '../contract/doors.ts';
import { orAfter } from './or-after.ts';

interface Message {
  readonly content: Buffer;
  readonly fields: { readonly routingKey: string };
}

/** What is used of an amqplib channel; the library itself is imported by the base class alone. */
interface MeshChannel {
  on(event: 'close', listener: () => void): this;
  on(event: 'return', listener: (message: Message) => void): this;
  ack(message: Message): void;
  sendToQueue(queue: string, content: Buffer, options: SendOptions): boolean;
  publish(exchange: string, key: string, content: Buffer, options: SendOptions): boolean;
}

interface SendOptions {
  readonly expiration?: string;
  readonly mandatory?: boolean;
}

interface SentPacket {
  readonly type: string;
  /** Absent when the packet goes to all nodes. */
  readonly target?: string | null;
  readonly payload: { readonly timeout?: number | null; readonly action?: string };
}

interface Peers {
  readonly nodes: { disconnected(nodeId: string, isUnexpected: boolean): void };
}

export interface MeshTransporterOptions {
  readonly url: string;
  /** What the names of all queues and exchanges start with. */
  readonly prefix: string;
  readonly log: Logger;
}

/** A packet that nobody took for so long is of no use to anyone; calls have their own, shorter time. */
const PACKET_TTL_MS = 10_000;
const PREFETCH = 64;
const CONNECT_TIMEOUT_MS = 5000;
const DISCONNECT_TIMEOUT_MS = 2000;

export class MeshTransporter extends Transporters.AMQP {
  declare channel: MeshChannel | null;
  declare connection: { close(): Promise<void> } | null;
  declare channelDisconnecting: boolean;
  declare connectionDisconnecting: boolean;
  declare bindings: unknown[];
  declare broker: { readonly registry: Peers };
  declare nodeID: string;
  declare prefix: string;
  readonly #options: MeshTransporterOptions;
  #isStopped = false;

  constructor(options: MeshTransporterOptions) {
    super({
      url: options.url,
      prefetch: PREFETCH,
      autoDeleteQueues: false,
      socketOptions: { noDelay: true, timeout: CONNECT_TIMEOUT_MS },
      queueOptions: { durable: false, autoDelete: true, messageTtl: PACKET_TTL_MS },
      // Not deleted with its last queue: a node that stops would take it away under one that is just binding to it.
      exchangeOptions: { durable: false },
    });
    this.#options = options;
  }

  override init(...args: Parameters<Transporters.AMQP['init']>): void {
    super.init(...args);
    this.prefix = this.#options.prefix;
  }

  /** After the stop a retry that was still due connects no more. */
  override connect(...args: unknown[]): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return (super.connect as (...given: unknown[]) => Promise<void>).apply(this, args);
  }

  override async onConnected(wasReconnect?: boolean): Promise<void> {
    if (this.#isStopped) return this.#endConnection();
    await super.onConnected(wasReconnect);
  }

  /** The first thing on each new channel, so the place to watch it. */
  override async makeSubscriptions(topics: Record<string, unknown>[]): Promise<void> {
    const { channel } = this;
    this.bindings = [];
    channel?.on('close', () => this.#rebuild('its channel was closed'));
    channel?.on('return', (message) => this.#returned(message.fields.routingKey));
    await super.makeSubscriptions(topics);
    this.#options.log.info({}, 'the mesh is connected');
  }

  override async send(topic: string, data: Buffer, { packet }: { packet: SentPacket }): Promise<void> {
    const { channel } = this;
    if (channel === null) return refuseCall(packet);
    try {
      if (typeof packet.target !== 'string') channel.publish(topic, '', data, {});
      else channel.sendToQueue(topic, data, optionsFor(packet));
    } catch {
      return refuseCall(packet);
    }
  }

  override async disconnect(): Promise<void> {
    this.#isStopped = true;
    await orAfter(super.disconnect(), DISCONNECT_TIMEOUT_MS, undefined);
  }

  /** Called by the base class for each queue. A stale acknowledgement would close the channel it is given on. */
  _consumeCB(command: string, needsAck = false): (message: Message | null) => void {
    const { channel } = this;
    return (message) => {
      if (message === null) return this.#rebuild('RabbitMQ ended a consumer');
      const done = (): void => {
        if (needsAck && this.channel === channel) channel?.ack(message);
      };
      Promise.resolve(this.receive(command, message.content)).then(done, done);
    };
  }

  /** Moleculer connects again when the connection closes, but not when only the channel or a consumer is gone. */
  #rebuild(reason: string): void {
    if (this.#isStopped || this.connectionDisconnecting) return;
    this.#options.log.warn({ reason }, 'the mesh is built anew');
    this.connection?.close().catch(() => undefined);
  }

  /** A call came back because the queue of its node is gone, and a queue goes with its node. */
  #returned(queue: string): void {
    const nodeId = queue.slice(`${this.prefix}.REQ.`.length);
    if (nodeId === this.nodeID) this.#rebuild('its queue is gone');
    else this.broker.registry.nodes.disconnected(nodeId, true);
  }

  async #endConnection(): Promise<void> {
    this.channelDisconnecting = true;
    this.connectionDisconnecting = true;
    await this.connection?.close();
  }
}

/** A call is worth nothing after its caller has given up, and it must come back when there is no node to take it. */
const optionsFor = ({ type, payload }: SentPacket): SendOptions =>
  type === 'REQ' ? { mandatory: true, ...(payload.timeout ? { expiration: String(Math.ceil(payload.timeout)) } : {}) } : {};

/** The base class drops packets when it has no channel: a call would then wait for its deadline in vain. */
async function refuseCall({ type, payload, target }: SentPacket): Promise<void> {
  if (type === 'REQ') throw new Errors.ServiceNotAvailableError({ action: payload.action, nodeID: target });
}
