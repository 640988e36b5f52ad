/** What every transport promises, over each of them; what only one of them can have is declared as its feature. */
import assert from 'node:assert/strict';
import { connect } from 'amqplib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createMemoryTransport } from '../../broker/transport/memory.ts';
import { createRabbitTransport } from '../../broker/transport/rabbitmq.ts';
import { QUEUE_OPTIONS, queueOf } from '../../broker/transport/topology.ts';
import type { ReceivedTicket, Transport } from '../../broker/transport/transport.ts';
import { eventually } from '../support/running-hub.ts';
import { useBroker, type SuiteBroker } from '../support/suite-broker.ts';

interface Kind {
  readonly name: string;
  /** Tickets outlive the process: they come again to whoever consumes next. */
  readonly keepsTickets: boolean;
  readonly open: (broker: SuiteBroker) => Transport;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const PREFETCH = 64;
const prefixOf = (broker: SuiteBroker): string => broker.prefix.replace(/\.$/, '');

const KINDS: readonly Kind[] = [
  { name: 'memory', keepsTickets: false, open: () => createMemoryTransport() },
  {
    name: 'rabbitmq',
    keepsTickets: true,
    open: (broker) =>
      createRabbitTransport({ url: broker.amqpUrl, prefix: prefixOf(broker), log: silent, retryEveryMs: 100, proveEveryMs: 300 }),
  },
];

for (const kind of KINDS) {
  describe(`the transport ${kind.name}`, () => {
    const broker = useBroker();
    let transport: Transport;
    let number = 0;
    let place: string;

    beforeEach(async () => {
      place = `PLACE-${kind.name}-${(number += 1)}`;
      broker.remember([queueOf(prefixOf(broker), place)]);
      transport = kind.open(broker);
      await transport.start();
    });
    afterEach(() => transport.close());

    const ticket = (...ids: string[]) => ({ destination: place, ids, alone: false });
    const publishEach = async (ids: readonly string[]): Promise<void> =>
      void (await Promise.all(ids.map((id) => transport.publish(ticket(id)))));
    const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

    async function consumeInto(received: ReceivedTicket[], by: Transport = transport): Promise<void> {
      await by.consume(place, (one) => void received.push(one));
    }
    const count = (received: readonly unknown[], wanted: number): Promise<unknown> =>
      eventually(`${wanted} tickets, ${received.length} so far`, () => (received.length >= wanted ? true : undefined), 8000);

    it('is up after start, answers a check and is down after close', async () => {
      assert.equal(transport.isUp(), true);
      await transport.check();
      await transport.close();
      assert.equal(transport.isUp(), false);
      await assert.rejects(transport.check(), { hubCode: 'CONNECTION_FAILED' });
      await assert.rejects(transport.publish(ticket('1')), { hubCode: 'CONNECTION_FAILED' });
    });

    it('brings a ticket to its consumer as it was, published before or after it began', async () => {
      const received: ReceivedTicket[] = [];
      await transport.publish({ destination: place, ids: ['1', '9223372036854775807'], alone: true });
      await consumeInto(received);
      await transport.publish(ticket('3'));
      await count(received, 2);
      assert.deepEqual(
        received.map(({ destination, ids, alone }) => ({ destination, ids, alone })),
        [{ destination: place, ids: ['1', '9223372036854775807'], alone: true }, ticket('3')],
      );
    });

    it('hands out tickets of one destination in order, and none of another', async () => {
      const received: ReceivedTicket[] = [];
      broker.remember([queueOf(prefixOf(broker), `${place}-other`)]);
      await transport.publish({ destination: `${place}-other`, ids: ['99'], alone: false });
      for (const id of numbers(10)) await transport.publish(ticket(id));
      await consumeInto(received);
      await count(received, 10);
      assert.deepEqual(
        received.flatMap(({ ids }) => ids),
        numbers(10),
      );
    });

    it('hands out at most a window of unacknowledged tickets; an acknowledgement frees one place, twice given still one', async () => {
      const received: ReceivedTicket[] = [];
      await publishEach(numbers(PREFETCH + 3));
      await consumeInto(received);
      await count(received, PREFETCH);
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.equal(received.length, PREFETCH);
      received[0]?.acknowledge();
      received[0]?.acknowledge();
      await count(received, PREFETCH + 1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.equal(received.length, PREFETCH + 1);
    });

    it('tells how many tickets wait', async () => {
      const received: ReceivedTicket[] = [];
      await publishEach(numbers(3));
      await eventually('a depth of 3', async () => ((await transport.depth(place)) === 3 ? true : undefined));
      await consumeInto(received);
      await count(received, 3);
      for (const one of received) one.acknowledge();
      await eventually('a depth of 0', async () => ((await transport.depth(place)) === 0 ? true : undefined));
    });

    it('hands out nothing more once consuming is stopped, and goes on when it begins again', async () => {
      const [first, second]: ReceivedTicket[][] = [[], []];
      assert.ok(first && second);
      await consumeInto(first);
      await transport.stopConsuming(place);
      await publishEach(numbers(2));
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(first.length, 0);
      await consumeInto(second);
      await count(second, 2);
    });

    it('takes acknowledgements after close without a word', async () => {
      const received: ReceivedTicket[] = [];
      await consumeInto(received);
      await publishEach(numbers(2));
      await count(received, 2);
      await transport.close();
      for (const one of received) assert.doesNotThrow(() => one.acknowledge());
    });

    if (!kind.keepsTickets) return;

    it('brings an unacknowledged ticket again to the next consumer, and not an acknowledged one', async () => {
      const received: ReceivedTicket[] = [];
      await consumeInto(received);
      for (const id of numbers(2)) await transport.publish(ticket(id));
      await count(received, 2);
      received[0]?.acknowledge();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await transport.close();
      const next = kind.open(broker);
      await next.start();
      const again: ReceivedTicket[] = [];
      await consumeInto(again, next);
      await count(again, 1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.deepEqual(
        again.flatMap(({ ids }) => ids),
        ['2'],
      );
      again[0]?.acknowledge();
      await next.close();
    });

    it('skips garbage in the queue and tickets of another destination', async () => {
      const received: ReceivedTicket[] = [];
      await withChannel(async (queue, send) => {
        for (const text of ['', '{', '[]', '["x",["a"],0]', '["elsewhere",["1"],0]']) send(queue, text);
      });
      await transport.publish(ticket('7'));
      await consumeInto(received);
      await count(received, 1);
      assert.deepEqual(
        received.flatMap(({ ids }) => ids),
        ['7'],
      );
      received[0]?.acknowledge();
      await eventually('an empty queue', async () => ((await transport.depth(place)) === 0 ? true : undefined));
    });

    it('builds the consumer again when its queue is deleted, says that tickets may be lost, and ignores the old channel', async () => {
      const received: ReceivedTicket[] = [];
      const resets: string[] = [];
      transport.onReset((destination) => resets.push(destination));
      await consumeInto(received);
      await transport.publish(ticket('1'));
      await count(received, 1);
      const before = resets.length;
      await withChannel(async (queue, _send, remove) => remove(queue));
      await eventually('a reset', () => (resets.length > before ? true : undefined), 8000);
      received[0]?.acknowledge();
      await transport.publish(ticket('2')).catch(() => undefined);
      await eventually(
        'a ticket after the deletion',
        async () => {
          if (received.length >= 2) return true;
          await transport.publish(ticket('2')).catch(() => undefined);
          return undefined;
        },
        8000,
      );
      assert.equal(resets.at(-1), place);
    });

    type Send = (queue: string, text: string) => void;
    async function withChannel(
      work: (queue: string, send: Send, remove: (queue: string) => Promise<unknown>) => Promise<unknown>,
    ): Promise<void> {
      const connection = await connect(broker.amqpUrl);
      const channel = await connection.createConfirmChannel();
      const queue = queueOf(prefixOf(broker), place);
      await channel.assertQueue(queue, QUEUE_OPTIONS);
      await work(
        queue,
        (name, text) => void channel.sendToQueue(name, Buffer.from(text)),
        (name) => channel.deleteQueue(name),
      );
      await channel.waitForConfirms();
      await connection.close();
    }
  });
}
