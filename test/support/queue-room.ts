/** A hub with the adapter of parties' queues on the run's RabbitMQ, and parties that receive through them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { after } from 'mocha';
import type { HubConfig } from '../../config/config.ts';
import { addParty, eventually, mayReceive, NOTE, useHub, type HubRoom } from './running-hub.ts';
import { joinQueue, type QueueParty } from './queue-party.ts';
import { useBroker } from './suite-broker.ts';

export interface DeliveryView {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly failedAttempts: readonly { readonly errorCode: string }[];
}

export interface QueueRoom {
  readonly room: HubRoom;
  readonly url: string;
  /** Creates a party with a queue of its own; answers its code, which no other test has. */
  join(settings?: Readonly<Record<string, unknown>>, policy?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Connects the party's consumer, as soon as the hub has made the queue. */
  consume(party: string, eager?: boolean): Promise<QueueParty>;
  /** What an administrator does to the party's queue; undefined while nothing lies in it. */
  administer(party: string, act: 'purgeQueue' | 'deleteQueue'): Promise<{ readonly messageCount: number } | undefined>;
  /** Submits a note as PL-SG; answers the message id. */
  send(party: string, over?: Readonly<Record<string, unknown>>): Promise<string>;
  delivery(messageId: string): Promise<DeliveryView>;
}

/** To be called inside describe(). */
export function useQueueRoom(change: (config: HubConfig) => HubConfig = (config) => config): QueueRoom {
  const broker = useBroker();
  const room = useHub(
    (given) => addParty(given, 'PL-SG'),
    (config) => change({ ...config, adapters: { ...config.adapters, 'party-queues': { url: broker.amqpUrl } } }),
  );
  const exchanges: string[] = [];
  after('delete the exchanges of the parties', () => deleteExchanges(broker.amqpUrl, exchanges));
  return {
    room,
    get url() {
      return broker.amqpUrl;
    },
    join: async (settings = {}, policy = {}) => {
      const code = `PL-Q${randomBytes(4).toString('hex').toUpperCase()}`;
      exchanges.push(`parties.${code}.acknowledgements`);
      broker.remember([`parties.${code}`, `parties.${code}.acknowledgements`]);
      await addQueueParty(room, code, { settings: { acknowledgeWithinMs: 60_000, ...settings }, policy });
      await room.running.hub.registry.refresh();
      return code;
    },
    consume: (party, eager = false) =>
      eventually('the queue of the party is there', () => joinQueue({ url: broker.amqpUrl, party, eager }).catch(() => undefined)),
    administer: (party, act) => administer(broker.amqpUrl, `parties.${party}`, act),
    send: (party, over = {}) => sendNote(room, party, over),
    delivery: (messageId) => deliveryOf(room, messageId),
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** A party that receives every type through a queue of its own. */
export async function addQueueParty(room: HubRoom, code: string, given: { settings: Settings; policy?: Settings }): Promise<void> {
  const destination = { adapter: 'party-queues', ...given };
  await room.administration.createParty({ code, name: code, roles: ['receive'], destination });
  await mayReceive(room, code);
}

/** Submits a note as PL-SG; answers the message id. */
export async function sendNote(room: HubRoom, party: string, over: Settings = {}): Promise<string> {
  const about = { specversion: '1.0', id: randomUUID(), source: '/parties/PL-SG', type: NOTE, destination: party };
  const event = { ...about, data: { title: 'Zmiana adresu', text: 'Ulica „Żółta” 5' }, ...over };
  const { body } = await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
  return (body as { id: string }).id;
}

async function administer(url: string, queue: string, act: 'purgeQueue' | 'deleteQueue'): Promise<{ messageCount: number } | undefined> {
  const connection = await connect(url);
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    const { messageCount } = await channel.checkQueue(queue);
    return messageCount > 0 ? await channel[act](queue) : undefined;
  } catch {
    return undefined;
  } finally {
    await connection.close();
  }
}

async function deleteExchanges(url: string, names: readonly string[]): Promise<void> {
  const connection = await connect(url).catch(() => undefined);
  if (connection === undefined) return; // a server of this suite alone, gone with all that it had
  const channel = await connection.createChannel();
  for (const name of names) await channel.deleteExchange(name);
  await connection.close();
}

export async function deliveryOf(room: HubRoom, messageId: string): Promise<DeliveryView> {
  const { body } = await room.call('exchange.show', 'PL-SG', { path: { id: messageId } });
  const [one] = (body as { deliveries: DeliveryView[] }).deliveries;
  if (one === undefined) throw new Error(`message ${messageId} has no delivery`);
  return one;
}
