/** Nodes whose RabbitMQ dies and comes back: no node takes that for deafness, and they find each other again by themselves. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import type { HubConfig } from '../../config/config.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { startRabbit, type RabbitServer } from '../../local/rabbitmq.ts';
import { addSearcher, failing, search, useMesh, withSis, type MeshNode } from '../support/mesh-nodes.ts';
import { eventually } from '../support/running-hub.ts';
import { bodyOf, NOBODY } from '../support/sis-suite.ts';

describe('nodes whose RabbitMQ fails', function suite() {
  this.timeout(120_000);
  let folder: string;
  let rabbit: RabbitServer;
  let simulator: SisSimulator;
  let gateway: MeshNode;
  let adapters: MeshNode;

  // Hooks run in the order they are made: the nodes end before their servers go.
  const room = useMesh();
  after(async () => {
    await rabbit.stop();
    await simulator.close();
    removeFolder(folder);
  });
  before(async () => {
    folder = temporaryFolder('mesh-broker');
    [rabbit, simulator] = await Promise.all([
      startRabbit({ dir: join(folder, 'rabbitmq'), persistent: false }),
      startSisSimulator({ alerts: 0 }),
    ]);
    const watched = (config: HubConfig): HubConfig => ({ ...config, amqpUrl: rabbit.url, mesh: { echoEveryMs: 300, missesUntilDeaf: 25 } });
    adapters = await room.start('adapters', (config) => withSis(simulator.url)(watched(config)));
    gateway = await room.start('gateway,core', watched);
    await addSearcher(gateway);
  });

  const found = (): Promise<boolean | undefined> =>
    search(gateway, NOBODY).then(
      (answer) => bodyOf(answer).outcome === 'NO_MATCH',
      () => undefined,
    );

  it('answer searches with 503 at once while it is down, and are none the worse when it is back', async () => {
    await eventually('the nodes know each other', found);
    await rabbit.kill();
    await eventually('the gateway is not ready', async () => (await gateway.hub.health())['mesh']?.ok === false);
    const { error, tookMs } = await failing(search(gateway, NOBODY));
    assert.equal(error.hubCode, 'SIS_UNAVAILABLE');
    assert.ok(tookMs < 500, `took ${tookMs} ms`);
    await rabbit.start();
    await eventually('searches are answered again', found, 20_000);
    assert.deepEqual([gateway.deaf, adapters.deaf], [[], []]);
  });

  it('find each other again after all connections were cut', async () => {
    await rabbit.forceCloseConnections();
    await eventually('the gateway is not ready', async () => (await gateway.hub.health())['mesh']?.ok === false);
    await eventually('searches are answered again', found, 20_000);
    assert.deepEqual([gateway.deaf, adapters.deaf], [[], []]);
  });
});
