/** The parts of the mesh that need no RabbitMQ: errors on the way, what may travel, gathering of bells, the watchdog's judgement. */
import assert from 'node:assert/strict';
import { ServiceBroker } from 'moleculer';
import { describe, it } from 'mocha';
import type { Logger } from '../../broker/contract/doors.ts';
import { ERROR_CATALOGUE, type ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { HubErrorRegenerator } from '../../broker/mesh/error-regenerator.ts';
import { createMailboxAnnouncer } from '../../broker/mesh/mailbox-announcer.ts';
import { mayTravel } from '../../broker/mesh/travel.ts';
import { createWatchdog, type WatchdogOptions } from '../../broker/mesh/watchdog.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('an error on its way between nodes', () => {
  const regenerator = new HubErrorRegenerator();
  regenerator.init(new ServiceBroker({ logger: false, nodeID: 'there' }));
  const travel = (error: Error): Error => {
    const plain = JSON.parse(JSON.stringify(regenerator.extractPlainError(error))) as Parameters<typeof regenerator.restore>[0];
    return regenerator.restore(plain, { sender: 'there' });
  };

  for (const code of Object.keys(ERROR_CATALOGUE) as ErrorCode[]) {
    it(`${code} arrives with its words, faults, facts and time to wait`, () => {
      const sent = new HubError(code, {
        detail: 'words',
        faults: [{ pointer: '/a', detail: 'b' }],
        facts: { searchId: '1' },
        retryAfterMs: 700,
      });
      const come = travel(sent);
      assert.ok(come instanceof HubError);
      const fields = ({ hubCode, message, faults, facts, retryAfterMs, code: status }: HubError): unknown[] => [
        ...[hubCode, message, faults, facts, retryAfterMs, status],
      ];
      assert.deepEqual(fields(come), fields(sent));
    });
  }

  it('is no error of the hub when it was none, whatever it calls itself', () => {
    assert.equal(travel(new TypeError('x')) instanceof HubError, false);
    const pretender = Object.assign(new Error('x'), { name: 'HubError', data: { hubCode: 'toString' } });
    assert.equal(travel(pretender) instanceof HubError, false);
  });
});

describe('what may travel between nodes', () => {
  it('is a look-up of an adapter or a node’s call to itself, and nothing else', () => {
    for (const action of ['adapter.sis2.request', 'adapter.visa-register.request', 'mesh.echo'])
      assert.equal(mayTravel(action), true, action);
    const local = [
      'exchange.submit',
      'exchange.route',
      'adapter.rest-consumers.deliver',
      'sis.search',
      '$node.list',
      '',
      'adapter.a.b.request',
    ];
    for (const action of local) assert.equal(mayTravel(action), false, action);
  });
});

describe('the gathering of bells', () => {
  it('tells of the first mailbox at once and of the next ones together, each once', async () => {
    const sent: (readonly string[])[] = [];
    const announcer = createMailboxAnnouncer({ everyMs: 50, monotonicMs: () => performance.now(), send: (names) => sent.push(names) });
    announcer.announce('A');
    await pause(10);
    assert.deepEqual(sent, [['A']]);
    for (let round = 0; round < 1000; round += 1) announcer.announce(round % 2 === 0 ? 'B' : 'C');
    await pause(10);
    assert.equal(sent.length, 1);
    await pause(80);
    assert.deepEqual(sent, [['A'], ['B', 'C']]);
    announcer.announce('D');
    announcer.stop();
    await pause(20);
    assert.equal(sent.length, 2);
  });
});

describe('the watchdog', () => {
  async function watch(change: Partial<WatchdogOptions>, ms: number): Promise<string[]> {
    const said: string[] = [];
    const watchdog = createWatchdog({
      everyMs: 10,
      missesUntilDeaf: 3,
      echo: async () => false,
      isBrokerUp: async () => undefined,
      onDeaf: (words) => said.push(words),
      log: silent,
      ...change,
    });
    watchdog.start();
    await pause(ms);
    watchdog.stop();
    return said;
  }

  it('says once that a node is deaf which does not hear itself while RabbitMQ answers', async () => {
    assert.equal((await watch({}, 200)).length, 1);
  });

  it('says nothing while RabbitMQ does not answer, or does not answer in time', async () => {
    assert.deepEqual(await watch({ isBrokerUp: () => Promise.reject(new Error('down')) }, 150), []);
    assert.deepEqual(await watch({ isBrokerUp: () => new Promise(() => undefined) }, 150), []);
  });

  it('begins to count anew when the node hears itself once', async () => {
    let calls = 0;
    assert.deepEqual(await watch({ echo: async () => (calls += 1) % 3 === 0 }, 200), []);
    assert.ok(calls > 5);
  });
});
