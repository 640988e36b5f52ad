/** What is sealed opens for its command, its node and its hub under a key we have, and in no other way. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'mocha';
import { createPacketSeal, type PacketSeal } from '../../broker/mesh/packet-seal.ts';

const newKey = (id: string): { id: string; key: string } => ({ id, key: randomBytes(32).toString('base64') });

describe('the seal of packets between nodes', () => {
  let now = 1_800_000_000_000;
  const [old, fresh] = [newKey('2025'), newKey('2026')];
  const sealOf = (over: Partial<Parameters<typeof createPacketSeal>[0]> = {}): PacketSeal =>
    createPacketSeal({ masterKeys: [fresh, old], hubName: 'hub', nodeId: 'node-b', randomBytes, now: () => now, ...over });
  const data = Buffer.from('{"surname":"Marchenko-Demo"}');
  const addressed = sealOf({ nodeId: 'node-a' }).seal({ command: 'REQ', target: 'node-b', data });

  it('opens for the node it is addressed to, and shows nothing before', () => {
    assert.deepEqual(sealOf().open('REQ', addressed), data);
    assert.equal(addressed.includes('Marchenko'), false);
  });

  it('opens for every node when it goes to all', () => {
    const toAll = sealOf().seal({ command: 'INFO', target: null, data });
    for (const nodeId of ['node-b', 'node-c']) assert.deepEqual(sealOf({ nodeId }).open('INFO', toAll), data);
  });

  it('does not open for another node, command or hub, nor under another key of the same id', () => {
    assert.equal(sealOf({ nodeId: 'node-c' }).open('REQ', addressed), undefined);
    assert.equal(sealOf().open('RES', addressed), undefined);
    assert.equal(sealOf({ hubName: 'other' }).open('REQ', addressed), undefined);
    assert.equal(sealOf({ masterKeys: [newKey('2026')] }).open('REQ', addressed), undefined);
  });

  it('does not open when any byte was changed or any part is missing', () => {
    for (let at = 0; at < addressed.length; at += 1) {
      const changed = Buffer.from(addressed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(sealOf().open('REQ', changed), undefined, `byte ${at} was changed`);
      assert.equal(sealOf().open('REQ', addressed.subarray(0, at)), undefined, `cut at ${at}`);
    }
  });

  it('lets keys be replaced one node after the other: the first seals, all open', () => {
    const notYet = sealOf({ masterKeys: [old, fresh] });
    assert.deepEqual(notYet.open('REQ', addressed), data);
    assert.deepEqual(sealOf().open('REQ', notYet.seal({ command: 'REQ', target: 'node-b', data })), data);
    assert.equal(sealOf({ masterKeys: [fresh] }).open('REQ', notYet.seal({ command: 'REQ', target: 'node-b', data })), undefined);
  });

  it('opens once, and not when a minute has passed since', () => {
    const node = sealOf();
    assert.deepEqual([node.open('REQ', addressed), node.open('REQ', addressed)], [data, undefined]);
    const sentAt = now;
    for (const hours of [0.1, 1, 24]) {
      now = sentAt + hours * 3_600_000;
      const young = sealOf({ nodeId: 'node-a' }).seal({ command: 'REQ', target: 'node-b', data });
      assert.deepEqual([node.open('REQ', addressed), node.open('REQ', young), node.open('REQ', young)], [undefined, data, undefined]);
    }
    now = sentAt + 61_000;
    assert.equal(sealOf().open('REQ', addressed), undefined);
    now = sentAt;
  });

  it('never uses a nonce twice', () => {
    const seal = sealOf();
    const nonces = new Set<string>();
    const start = 3 + Buffer.byteLength(fresh.id);
    for (let round = 0; round < 5000; round += 1) {
      nonces.add(
        seal
          .seal({ command: 'REQ', target: null, data })
          .subarray(start, start + 12)
          .toString('hex'),
      );
    }
    assert.equal(nonces.size, 5000);
  });
});
