/** Nodes with different roles over real RabbitMQ: look-ups travel between them, sealed, and nothing else does. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { addSearcher, failing, search, useMesh, withSis, type MeshNode } from '../support/mesh-nodes.ts';
import { readQueues } from '../support/queue-reader.ts';
import { eventually, NOTE } from '../support/running-hub.ts';
import { bodyOf, BORDER, IHOR, NOBODY } from '../support/sis-suite.ts';
import { openSink, type Sink } from '../support/webhook-sink.ts';

interface Sent {
  readonly type: string;
  readonly payload: { readonly action?: string; readonly event?: string };
}

/** Writes down every packet a node publishes. */
function spyOn({ broker }: MeshNode): Sent[] {
  const sent: Sent[] = [];
  const transit = broker.transit as unknown as { publish(packet: Sent): Promise<unknown> };
  const publish = transit.publish.bind(transit);
  transit.publish = (packet) => {
    sent.push(packet);
    return publish(packet);
  };
  return sent;
}

describe('nodes of different roles', () => {
  const room = useMesh();
  let simulator: SisSimulator;
  let sink: Sink;
  let gateway: MeshNode;
  let second: MeshNode;
  let adapters: MeshNode;

  before(async () => {
    simulator = await startSisSimulator({ alerts: 0, slowMs: 20_000 });
    sink = await openSink();
    adapters = await room.start('adapters', withSis(simulator.url));
    gateway = await room.start('gateway,core');
    second = await room.start('gateway');
    await addSearcher(gateway);
    await addReceivers();
  });
  after(async () => {
    await simulator.close();
    await sink.close();
  });

  async function addReceivers(): Promise<void> {
    const { administration } = gateway;
    const secrets = [`whsec_${randomBytes(24).toString('base64')}`];
    room.broker.remember(['PL-HOOK', 'PL-BOX'].map((code) => `${room.queuePrefix}.deliver.${code}`));
    for (const [code, destination] of [
      ['PL-BOX', { adapter: 'mailbox' }],
      ['PL-HOOK', { adapter: 'rest-consumers', settings: { url: `${sink.url}/hook`, secrets } }],
    ] as const) {
      await administration.createParty({ code, name: code, roles: ['receive'], destination });
      await administration.grant({ party: code, operation: 'receive', messageType: '*', legalBasis: 'test' });
    }
    for (const node of [gateway, second, adapters]) await node.hub.registry.refresh();
  }

  const submit = async (destination: string): Promise<string> => {
    const data = { title: 'a', text: 'b' };
    const event = { specversion: '1.0', id: randomUUID(), source: '/parties/PL-SG', type: NOTE, destination, data };
    const answer = await gateway.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    return (answer.body as { id: string }).id;
  };

  it('search SIS through a node that has no adapters', async () => {
    assert.equal(bodyOf(await search(gateway, IHOR)).outcome, 'MATCHES');
    assert.equal(bodyOf(await search(second, NOBODY)).outcome, 'NO_MATCH');
  });

  it('name the mesh and the other nodes among what makes them ready', async () => {
    assert.deepEqual((await gateway.hub.health())['mesh'], { ok: true, words: 'connected; 2 other nodes' });
  });

  describe('seen from RabbitMQ', () => {
    it('show nobody who is searched for, nor what was found', async () => {
      const reader = await readQueues(room.broker.amqpUrl);
      const requests = await reader.watch(room.queueOf(adapters, 'REQ'));
      const responses = await reader.watch(room.queueOf(gateway, 'RES'));
      await eventually('packets of both directions were seen', async () => {
        await search(gateway, IHOR);
        return requests.length > 2 && responses.length > 2;
      });
      await reader.close();
      for (const packet of [...requests, ...responses]) {
        for (const word of [IHOR.surname, IHOR.forename, IHOR.dateOfBirth, BORDER.caseReference, 'PL-SG', 'sis2', 'MATCHES'])
          assert.equal(packet.includes(word), false, `a packet shows ${word}`);
      }
    });

    it('take no packet that was not sealed for them, and none twice', async () => {
      const asked = simulator.searches();
      const reader = await readQueues(room.broker.amqpUrl);
      const requests = await reader.watch(room.queueOf(adapters, 'REQ'));
      await eventually('a packet was seen', async () => {
        await search(gateway, NOBODY);
        return requests.length > 0;
      });
      const [genuine] = requests;
      assert.ok(genuine);
      const searched = simulator.searches();
      const plain = { ver: '4', sender: 'x', id: '1', action: 'adapter.sis2.request', params: { request: {}, timeoutMs: 1000 } };
      await reader.put(room.queueOf(adapters, 'REQ'), Buffer.from(JSON.stringify(plain)));
      await reader.put(room.queueOf(adapters, 'REQ'), Buffer.concat([genuine.subarray(0, -1), Buffer.from([(genuine.at(-1) ?? 0) ^ 1])]));
      await reader.put(room.queueOf(adapters, 'REQ'), genuine);
      await reader.close();
      assert.ok(searched > asked);
      await search(gateway, NOBODY);
      assert.equal(simulator.searches(), searched + 1);
    });
  });

  describe('between which something fails', () => {
    for (const [scenario, code, status] of [
      ['SLOW', 'SIS_TIMEOUT', 504],
      ['FAULT', 'SIS_FAULT', 503],
      ['DOWN', 'SIS_UNAVAILABLE', 503],
    ] as const) {
      it(`answer ${code} of the adapter's node when SIS is ${scenario}`, async () => {
        simulator.setScenario(scenario);
        try {
          const { error } = await failing(search(gateway, IHOR, { prefer: 'wait=1' }));
          assert.deepEqual([error.name, error.hubCode, error.code], ['HubError', code, status]);
          assert.match(String(error.facts.searchId), /^[0-9a-f-]{36}$/);
          const { cause } = error as { cause?: { name?: string } };
          assert.equal(cause?.name, 'HubError', 'the error came as what it was, not made up here');
        } finally {
          simulator.setScenario('NORMAL');
        }
      });
    }
  });

  it('keep nothing of a call that was never answered', async () => {
    const internals = gateway.broker as unknown as { _trackedContexts: unknown[]; transit: { pendingRequests: Map<string, unknown> } };
    const reader = await readQueues(room.broker.amqpUrl);
    await reader.starve(room.queueOf(adapters, 'REQ'));
    const call = gateway.broker.call('adapter.sis2.request', { request: {}, timeoutMs: 5000 }, { timeout: 100 });
    await assert.rejects(call, { name: 'RequestTimeoutError' });
    await reader.close();
    await eventually('it is forgotten', () => internals._trackedContexts.length === 0 && internals.transit.pendingRequests.size === 0, 500);
  });

  it('submit and deliver on their own node: only look-ups and bells are published', async () => {
    const packets = [gateway, second, adapters].map(spyOn);
    await search(gateway, NOBODY);
    await submit('PL-BOX');
    await submit('PL-HOOK');
    await eventually('the webhook was called', () => sink.at('/hook').length > 0);
    const sent = packets.flat();
    const named = (type: string, name: 'action' | 'event'): string[] => [
      ...new Set(sent.filter((packet) => packet.type === type).map(({ payload }) => payload[name] ?? '')),
    ];
    assert.deepEqual(
      named('REQ', 'action').filter((action) => action !== 'mesh.echo'),
      ['adapter.sis2.request'],
    );
    assert.deepEqual(named('EVENT', 'event'), ['mailbox.arrived']);
  });

  it('refuse to call what must stay on its node, and to be called for it', async () => {
    const elsewhere = { nodeID: second.broker.nodeID };
    await assert.rejects(gateway.broker.call('exchange.submit', {}, elsewhere), { hubCode: 'INTERNAL' });
    await assert.rejects(adapters.broker.call('exchange.submit', {}), { hubCode: 'INTERNAL' });
    await assert.rejects(gateway.broker.call('adapter.rest-consumers.deliver', {}, { nodeID: adapters.broker.nodeID }));
  });

  it('wake a long poll on another node', async () => {
    await second.call('exchange.fetch', 'PL-BOX');
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const poll = second.call('exchange.fetch', 'PL-BOX', { query: { waitSeconds: '10' } });
      // At no time of its own would the poll look again so soon after this.
      await new Promise((resolve) => setTimeout(resolve, 530));
      const from = performance.now();
      const id = await submit('PL-BOX');
      const { messages } = (await poll).body as { messages: { id: string }[] };
      waits.push(performance.now() - from);
      assert.deepEqual(
        messages.map((message) => message.id),
        [id],
      );
    }
    assert.ok(Math.min(...waits) < 150, `took ${waits.map(Math.round).join(', ')} ms`);
  });
});
