/** A file that fails after its sending began: what was begun is cut, so that no recipient can take a part for the whole. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { adapter as webhooks } from '../../adapters/rest-consumers/adapter.ts';
import { adapter as network } from '../../adapters/visa-consultation-network/adapter.ts';
import { startStateSimulator, type StateSimulator } from '../../adapters/visa-consultation-network/simulator/simulator.ts';
import type { OutboundDelivery } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { quietDoors } from '../support/adapter-doors.ts';
import { networkExample, networkSettings, OURS, THEIRS } from '../support/network.ts';
import { openSink, type Sink } from '../support/webhook-sink.ts';

const BYTES = Buffer.alloc(600_000, 'x');
const attachment = {
  id: '0b0c1d2e-0000-4000-8000-000000000001',
  name: 'a.pdf',
  mediaType: 'application/pdf',
  sha256: createHash('sha256').update(BYTES).digest('hex'),
  sizeBytes: BYTES.length,
};
const TYPE = 'pl.gov.udsc.visa.consular-message.v1';
const delivery: OutboundDelivery = {
  ...{ deliveryId: '7', messageId: 'm', acceptedAt: new Date(0), sender: 'PL-UDSC', destination: 'X', type: TYPE, attempt: 1 },
  body: Buffer.from(JSON.stringify({ specversion: '1.0', id: 'e', type: TYPE, data: networkExample('CONSULAR_MESSAGE') })),
  attachments: [attachment],
  settings: {},
};

/** Whole when it is examined; the second time the last piece is spoilt. */
function doors(): AdapterDoors {
  let times = 0;
  const read = async function* (): AsyncGenerator<Buffer> {
    times += 1;
    for (let at = 0; at < BYTES.length; at += 100_000) {
      if (times > 1 && at >= 500_000) throw new HubError('ATTACHMENT_SPOILT');
      yield BYTES.subarray(at, at + 100_000);
    }
  };
  return { ...quietDoors(), attachments: { read } };
}

describe('an attachment that fails while it is sent', () => {
  let sink: Sink;
  let state: StateSimulator;
  const never = new AbortController().signal;
  before(async () => {
    sink = await openSink();
    state = await startStateSimulator({
      state: 'DEU',
      address: THEIRS,
      dialect: 'vision',
      hub: { host: '127.0.0.1', port: 9, address: OURS },
    });
  });
  after(() => Promise.all([sink.close(), state.close()]));

  it('is no whole request to a webhook, and the message does not follow', async () => {
    const connection = await webhooks.connect({}, doors());
    const settings = { url: `${sink.url}/cut`, secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`], attachments: 'push' };
    const result = await connection.deliver?.({ ...delivery, settings }, never);
    await connection.close();
    assert.deepEqual(result, { kind: 'permanent', code: 'ATTACHMENT_SPOILT' });
    assert.deepEqual(sink.at('/cut'), []);
  });

  it('is no mail to another state', async () => {
    const connection = await network.connect(networkSettings({ host: '127.0.0.1', port: state.port }), doors());
    const result = await connection.deliver?.({ ...delivery, settings: { state: 'DEU' } }, never);
    await connection.close();
    assert.deepEqual(result, { kind: 'permanent', code: 'ATTACHMENT_SPOILT' });
    assert.deepEqual(state.received, []);
  });

  it('is a time-out that says nothing of the recipient when its time ends while it is still read here', async () => {
    const slow = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        yield Buffer.from('x');
      }
    };
    for (const [adapter, given, settings] of [
      [webhooks, {}, { url: `${sink.url}/slow`, secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`], attachments: 'push' }],
      [network, networkSettings({ host: '127.0.0.1', port: state.port }), { state: 'DEU' }],
    ] as const) {
      const connection = await (adapter as typeof network).connect(given as never, { ...quietDoors(), attachments: { read: slow } });
      const result = await connection.deliver?.({ ...delivery, settings }, AbortSignal.timeout(100));
      await connection.close();
      assert.deepEqual(result, { kind: 'transient', code: 'SEND_TIMEOUT', connection: false });
    }
  });
});
