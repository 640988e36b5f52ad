/** What nodes do when the way between them breaks: a search ends with an error by its deadline, and a deaf node says so. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import type { HubConfig } from '../../config/config.ts';
import { deleteQueues } from '../../local/amqp.ts';
import { freePort } from '../../local/ports.ts';
import { addSearcher, failing, search, useMesh, withSis, type MeshNode } from '../support/mesh-nodes.ts';
import { queueExists, readQueues } from '../support/queue-reader.ts';
import { eventually } from '../support/running-hub.ts';
import { bodyOf, NOBODY } from '../support/sis-suite.ts';

interface Wire {
  readonly channel: { close(): Promise<void> } | null;
  readonly connection: { connection: { stream: { destroy(error: Error): void } } };
}

const wireOf = ({ broker }: MeshNode): Wire => broker.transit?.tx as unknown as Wire;

const watched =
  (mesh: HubConfig['mesh']) =>
  (config: HubConfig): HubConfig => ({ ...config, mesh });

describe('the way between nodes', () => {
  const room = useMesh();
  let simulator: SisSimulator;
  let gateway: MeshNode;

  before(async () => {
    simulator = await startSisSimulator({ alerts: 0, slowMs: 20_000 });
    gateway = await room.start('gateway,core', watched({ echoEveryMs: 500, missesUntilDeaf: 20 }));
    await addSearcher(gateway);
  });
  after(() => simulator.close());
  afterEach(() => simulator.setScenario('NORMAL'));

  const canSearch = (): Promise<boolean | undefined> =>
    search(gateway, NOBODY).then(
      (answer) => bodyOf(answer).outcome === 'NO_MATCH',
      () => undefined,
    );

  it('leads nowhere without a node that has adapters: 503 at once, with the id of the search', async () => {
    const { error, tookMs } = await failing(search(gateway, NOBODY));
    assert.deepEqual([error.hubCode, error.code], ['SIS_UNAVAILABLE', 503]);
    assert.match(String(error.facts.searchId), /^[0-9a-f-]{36}$/);
    assert.ok(tookMs < 500, `took ${tookMs} ms`);
  });

  describe('to a node with adapters', () => {
    let adapters: MeshNode;
    before(async () => {
      adapters = await room.start('adapters', withSis(simulator.url));
      await eventually('the nodes know each other', canSearch);
    });

    it('ends a search by its deadline when it is cut in the middle, and is there again afterwards', async function cut() {
      this.timeout(30_000);
      simulator.setScenario('SLOW');
      const searching = failing(search(gateway, NOBODY, { prefer: 'wait=1.5' }));
      await eventually('SIS was asked', () => simulator.searches() > 0);
      wireOf(adapters).connection.connection.stream.destroy(new Error('the line was cut'));
      const { error, tookMs } = await searching;
      assert.ok(error.hubCode === 'SIS_TIMEOUT' || error.hubCode === 'SIS_UNAVAILABLE', error.hubCode);
      assert.ok(tookMs < 2000, `took ${tookMs} ms`);
      simulator.setScenario('NORMAL');
      const { error: next, tookMs: soon } = await failing(search(gateway, NOBODY));
      assert.equal(next.hubCode, 'SIS_UNAVAILABLE');
      assert.ok(soon < 500, `its queue is gone, and still the next search took ${soon} ms`);
      await eventually('searches are answered again', canSearch, 15_000);
    });

    it('is built anew when RabbitMQ closes the channel or takes a queue away', async function rebuild() {
      this.timeout(40_000);
      await wireOf(adapters).channel?.close();
      await eventually('the node is gone', async () => (await canSearch()) === undefined);
      await eventually('searches are answered again', canSearch, 15_000);
      await deleteQueues(room.broker.amqpUrl, [room.queueOf(adapters, 'REQ')]);
      await eventually('the node is gone', async () => (await canSearch()) === undefined);
      await eventually('searches are answered again', canSearch, 15_000);
    });
  });

  it('leads past a node that is gone to another one, without an officer noticing', async () => {
    const nodes = [await room.start('adapters', withSis(simulator.url)), await room.start('adapters', withSis(simulator.url))];
    await eventually('the gateway knows them', async () => /; [2-9] other nodes/.test((await gateway.hub.health())['mesh']?.words ?? ''));
    const [gone] = nodes;
    assert.ok(gone);
    simulator.setScenario('SLOW');
    const asked = simulator.searches();
    const searching = Promise.allSettled(Array.from({ length: 6 }, () => search(gateway, NOBODY, { prefer: 'wait=2' })));
    await eventually('SIS was asked by all', () => simulator.searches() === asked + 6);
    simulator.setScenario('NORMAL');
    wireOf(gone).connection.connection.stream.destroy(new Error('the line was cut'));
    // Until RabbitMQ sees the end of the line it takes calls for the node; such a call ends by its deadline, as the test above shows.
    const queue = room.queueOf(gone, 'REQ');
    await eventually('its queue is gone', async () => !(await queueExists(room.broker.amqpUrl, queue)));
    for (let round = 0; round < 4; round += 1) assert.equal(bodyOf(await search(gateway, NOBODY)).outcome, 'NO_MATCH');
    const answered = (await searching).filter(({ status }) => status === 'fulfilled');
    assert.equal(answered.length, 3, 'what the node had in hand was answered by the other');
    for (const node of nodes) await node.stop();
  });

  it('is watched: a node that looks connected and hears nothing says so', async () => {
    const node = await room.start('adapters', watched({ echoEveryMs: 250, missesUntilDeaf: 3 }));
    const reader = await readQueues(room.broker.amqpUrl);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(node.deaf, [], 'a node that hears is not deaf');
    await reader.starve(room.queueOf(node, 'REQ'));
    await eventually('the node found itself deaf', () => node.deaf.length > 0);
    assert.match((await node.hub.health())['mesh']?.words ?? '', /^connected, but the last calls of the node to itself were not heard: 3$/);
    assert.match(node.deaf[0] ?? '', /^The node is deaf: RabbitMQ answers, but 3 calls to itself/);
    await reader.close();
    assert.deepEqual(gateway.deaf, []);
  });

  it('does not hold up a start while RabbitMQ is down, and such a node is neither ready nor deaf', async () => {
    const amqpUrl = `amqp://127.0.0.1:${await freePort()}`;
    const from = performance.now();
    const node = await room.start('gateway', (config) => ({ ...config, amqpUrl, mesh: { echoEveryMs: 100, missesUntilDeaf: 2 } }));
    assert.ok(performance.now() - from < 2000, `took ${performance.now() - from} ms`);
    const { mesh } = await node.hub.health();
    assert.deepEqual(mesh, { ok: false, words: 'not connected to the other nodes; searches that need them fail' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(node.deaf, []);
    const stopping = performance.now();
    await node.stop();
    assert.ok(performance.now() - stopping < 1500, `stopping took ${performance.now() - stopping} ms`);
  });

  it('does not exist with the transport memory, and the node says that it is alone', async () => {
    const node = await room.start('gateway', (config) => ({ ...config, transport: 'memory' }));
    assert.deepEqual((await node.hub.health())['mesh'], { ok: true, words: 'alone: the transport memory connects no nodes' });
    assert.equal(node.broker.transit, undefined);
  });
});
