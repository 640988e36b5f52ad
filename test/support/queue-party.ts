/** A party that consumes its queue as its own program would: with AMQP and the reference library of CloudEvents, and nothing of the hub's. */
import { connect, type Channel, type ChannelModel, type ConsumeMessage, type Options } from 'amqplib';
import { CloudEvent, HTTP } from 'cloudevents';

export interface TakenMessage {
  readonly deliveryId: string;
  readonly event: CloudEvent<unknown>;
  readonly message: ConsumeMessage;
}

export interface QueueParty {
  /** Everything that came, in order, also what came again. */
  readonly taken: readonly TakenMessage[];
  readonly channel: Channel;
  /** Publishes an acknowledgement and waits until RabbitMQ has it; then RabbitMQ may forget the message. */
  acknowledge(taken: TakenMessage): Promise<void>;
  /** Publishes anything at all as an acknowledgement; answers what the hub says of it. */
  say(
    deliveryId: string,
    options?: Options.Publish,
  ): Promise<{ readonly contentType: string; readonly body: Readonly<Record<string, unknown>> }>;
  leave(): Promise<void>;
}

interface Joining {
  readonly url: string;
  readonly party: string;
  /** Acknowledges at once whatever comes. */
  readonly eager?: boolean;
}

/** Rejects, and leaves nothing open, while there is no such queue. */
export async function joinQueue(joining: Joining): Promise<QueueParty> {
  const connection = await connect(joining.url);
  connection.on('error', () => undefined);
  try {
    return await consume(connection, joining);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function consume(connection: ChannelModel, { party, eager = false }: Joining): Promise<QueueParty> {
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
  const exchange = `parties.${party}.acknowledgements`;
  const taken: TakenMessage[] = [];
  let answered = (_message: ConsumeMessage): void => undefined;
  const acknowledge = async ({ deliveryId, message }: TakenMessage): Promise<void> => {
    channel.publish(exchange, '', Buffer.alloc(0), { correlationId: deliveryId, persistent: true });
    await channel.waitForConfirms();
    channel.ack(message);
  };
  await channel.consume('amq.rabbitmq.reply-to', (message) => message && answered(message), { noAck: true });
  await channel.consume(`parties.${party}`, (message) => {
    if (message === null) return;
    const one = { deliveryId: String(message.properties.messageId), event: eventOf(message), message };
    taken.push(one);
    if (eager) void acknowledge(one);
  });
  return {
    taken,
    channel,
    acknowledge,
    say: async (deliveryId, options = {}) => {
      const answer = new Promise<ConsumeMessage>((resolve) => (answered = resolve));
      channel.publish(exchange, '', Buffer.alloc(0), { correlationId: deliveryId, replyTo: 'amq.rabbitmq.reply-to', ...options });
      const { properties, content } = await answer;
      return { contentType: String(properties.contentType), body: JSON.parse(content.toString()) as Record<string, unknown> };
    },
    leave: () => connection.close(),
  };
}

/** By the content type, as the AMQP protocol binding says; the library, which has no binding to AMQP, checks what the headers make up. */
function eventOf({ content, properties }: ConsumeMessage): CloudEvent<unknown> {
  const contentType = String(properties.contentType);
  if (contentType.startsWith('application/cloudevents')) {
    return HTTP.toEvent({ headers: { 'content-type': contentType }, body: content.toString('utf8') }) as CloudEvent<unknown>;
  }
  const headers = Object.entries(properties.headers ?? {});
  const attributes = headers.map(([name, value]) => [/^cloudEvents[:_](.*)$/.exec(name)?.[1] ?? name, value] as const);
  const data = JSON.parse(content.toString('utf8')) as unknown;
  const { type, source, ...others } = Object.fromEntries(attributes) as Record<string, string>;
  return new CloudEvent({ ...others, type: type ?? '', source: source ?? '', datacontenttype: contentType, data });
}
