/**
 * A party that took the connection and never answered was recorded as an error of the hub (INTERNAL), for the code of a
 * DOMException is a number: its breaker never opened. Found by the crash run.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { adapter } from '../../adapters/rest-consumers/adapter.ts';
import { quietDoors } from '../support/adapter-doors.ts';
import { startPeer } from '../support/sis.ts';

const DELIVERY = {
  deliveryId: '1',
  messageId: 'm',
  sender: 'PL-SG',
  destination: 'PL-HANGS',
  type: 'pl.gov.udsc.exchange.note.v1',
  acceptedAt: new Date(0),
  attempt: 1,
  body: Buffer.from('{}'),
  attachments: [],
};

describe('a webhook that never answers', () => {
  it('ends as a send timeout that counts towards the breaker', async () => {
    const peer = await startPeer(() => undefined);
    const connection = await adapter.connect({}, quietDoors());
    try {
      const settings = { url: peer.url, secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] };
      const result = await connection.deliver?.({ ...DELIVERY, settings }, AbortSignal.timeout(200));
      assert.deepEqual(result, { kind: 'transient', code: 'SEND_TIMEOUT', connection: true, wire: { sent: DELIVERY.body } });
    } finally {
      await connection.close();
      await peer.close();
    }
  });
});
