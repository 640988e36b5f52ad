import assert from 'node:assert/strict';
import { Middlewares, ServiceBroker, Transporters, type Middleware } from 'moleculer';
import { describe, it } from 'mocha';

interface Base {
  readonly opts: { readonly prefetch: number };
  channel: unknown;
  connected: boolean;
  receive: (command: string, content: Buffer) => unknown;
  send: (topic: string, data: Buffer, meta: unknown) => Promise<unknown>;
  _getQueueOptions(packetType: string): Record<string, unknown>;
  _consumeCB(command: string, needsAck: boolean): (message: unknown) => unknown;
}

const base = (options: Record<string, unknown> = {}): Base => new Transporters.AMQP(options) as unknown as Base;
const quiet = { logger: false, skipProcessEventRegistration: true } as const;

/** What the mesh believes of Moleculer 0.14.36; if one of these fails, its guards can be simpler or must be stronger. */
describe('the transporter of Moleculer', () => {
  it('takes one packet at a time unless told otherwise', () => {
    assert.equal(base().opts.prefetch, 1);
  });

  it('keeps requests and responses in durable queues without a time to live unless told otherwise', () => {
    for (const command of ['REQ', 'RES']) assert.deepEqual(base()._getQueueOptions(command), { expires: 120_000 });
    const told = base({ autoDeleteQueues: false, queueOptions: { durable: false, autoDelete: true, messageTtl: 1 } });
    assert.deepEqual(told._getQueueOptions('REQ'), { durable: false, autoDelete: true, messageTtl: 1 });
  });

  it('acknowledges on whatever channel there is by then, and fails on a consumer that RabbitMQ ended', async () => {
    const transporter = base();
    let answer = (_value?: unknown): void => undefined;
    transporter.receive = () => new Promise((resolve) => (answer = resolve));
    const acknowledged: string[] = [];
    const channel = (name: string): unknown => ({ ack: () => acknowledged.push(name) });
    transporter.channel = channel('old');
    const consume = transporter._consumeCB('REQ', true);
    const done = consume({ content: Buffer.alloc(0) });
    transporter.channel = channel('new');
    answer();
    await done;
    assert.deepEqual(acknowledged, ['new']);
    assert.throws(() => consume(null), TypeError);
  });

  it('drops what is sent without a channel, calls too', async () => {
    const transporter = base();
    Object.assign(transporter, { channel: null, broker: { Promise } });
    await transporter.send('REQ', Buffer.alloc(0), { packet: { target: 'x' } });
  });

  it('sends names and parameters in the clear, and no target in a packet to all', async () => {
    const sent: { topic: string; data: string; packet: { type: string; target?: string | null } }[] = [];
    const spy = {
      transporterSend: (next: (...args: unknown[]) => unknown) => (topic: string, data: Buffer, meta: { packet: never }) => {
        sent.push({ topic, data: data.toString('utf8'), packet: meta.packet });
        return next(topic, data, meta);
      },
    } as unknown as Middleware;
    const [here, there] = ['here', 'there'].map(
      (nodeID) =>
        new ServiceBroker({ ...quiet, nodeID, namespace: 'assumed', transporter: 'Fake', middlewares: nodeID === 'here' ? [spy] : [] }),
    );
    assert.ok(here && there);
    there.createService({ name: 'far', actions: { ask: async () => 1 } });
    await Promise.all([here.start(), there.start()]);
    await here.waitForServices('far', 3000);
    await here.call('far.ask', { surname: 'Marchenko-Demo' });
    await Promise.all([here.stop(), there.stop()]);
    const request = sent.find(({ packet }) => packet.type === 'REQ');
    assert.deepEqual(
      [request?.topic, request?.packet.target, request?.data.includes('Marchenko-Demo')],
      ['MOL-assumed.REQ.there', 'there', true],
    );
    assert.equal(typeof sent.find(({ packet }) => packet.type === 'INFO' && packet.target !== 'there')?.packet.target, 'undefined');
  });

  it('keeps a call that was never answered among those it waits for at its stop, though its time is over', async () => {
    const deaf = {
      transitMessageHandler: (next: (...args: unknown[]) => unknown) => (command: string, packet: unknown) =>
        command === 'REQ' ? Promise.resolve(false) : next(command, packet),
    } as unknown as Middleware;
    const [here, there] = ['here', 'there'].map(
      (nodeID) =>
        new ServiceBroker({
          ...{ ...quiet, nodeID, namespace: 'tracked', transporter: 'Fake', tracking: { enabled: true, shutdownTimeout: 100 } },
          middlewares: nodeID === 'there' ? [deaf] : [],
        }),
    );
    assert.ok(here && there);
    there.createService({ name: 'far', actions: { ask: async () => 1 } });
    await Promise.all([here.start(), there.start()]);
    await here.waitForServices('far', 3000);
    await assert.rejects(here.call('far.ask', {}, { timeout: 20 }), { name: 'RequestTimeoutError' });
    const { _trackedContexts: tracked } = here as unknown as { _trackedContexts: unknown[] };
    assert.equal(tracked.length, 1);
    await Promise.all([here.stop(), there.stop()]);
  });

  it('encrypts without a proof of origin: a changed packet is decrypted to something else', () => {
    const encryption = Middlewares.Transmit.Encryption('p'.repeat(32), 'aes-256-cbc', 'i'.repeat(16)) as unknown as {
      created(this: { logger: { info(): void; error(): void } }): void;
      transporterSend(next: (topic: string, data: Buffer) => void): (topic: string, data: Buffer) => void;
      transporterReceive(next: (command: string, data: Buffer) => void): (command: string, data: Buffer) => void;
    };
    encryption.created.call({ logger: { info: () => undefined, error: () => undefined } });
    let wire = Buffer.alloc(0);
    encryption.transporterSend((_topic, data) => void (wire = Buffer.from(data)))('t', Buffer.from('{"amount":"0000000001"}'.padEnd(40)));
    wire[0] = (wire[0] ?? 0) ^ 1;
    let opened = '';
    encryption.transporterReceive((_command, data) => void (opened = data.toString('latin1')))('t', wire);
    assert.equal(opened.length, 40);
  });
});
