/** The mailbox: leases, acknowledgements that may be repeated, order within a lane, and the long poll. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

interface Lease {
  readonly leaseId: string;
  readonly messages: readonly { id: string; attempt: number; event: { id: string; sequence?: string } }[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the mailbox', () => {
  const boxes = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((letter) => `PL-BOX-${letter}`);
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    for (const box of boxes) {
      await addParty(given, box);
      await mayReceive(given, box);
    }
  });

  async function send(destination: string, over: Record<string, unknown> = {}): Promise<string> {
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/parties/PL-SG',
      type: NOTE,
      destination,
      data: { title: 'a', text: 'b' },
      ...over,
    };
    const answer = await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    return (answer.body as { id: string }).id;
  }
  const fetchFrom = async (party: string, query: Record<string, string> = {}): Promise<Lease> =>
    (await room.call('exchange.fetch', party, { query })).body as Lease;
  const acknowledge = async (party: string, leaseId: string, ids: readonly string[]): Promise<readonly string[]> =>
    (
      (await room.call('exchange.acknowledge', party, { body: Buffer.from(JSON.stringify({ leaseId, ids })) })).body as {
        acknowledged: string[];
      }
    ).acknowledged;
  const idsOf = (lease: Lease): string[] => lease.messages.map(({ id }) => id);

  it('leases in the order of acceptance and does not show a leased message to another lease', async () => {
    const sent = [await send('PL-BOX-A'), await send('PL-BOX-A'), await send('PL-BOX-A')];
    const first = await fetchFrom('PL-BOX-A', { max: '2' });
    const second = await fetchFrom('PL-BOX-A');
    assert.deepEqual([idsOf(first), idsOf(second)], [sent.slice(0, 2), sent.slice(2)]);
    assert.equal(idsOf(await fetchFrom('PL-BOX-A')).length, 0);
  });

  it('takes an acknowledgement twice with the same answer, and does not lease the message again', async () => {
    const id = await send('PL-BOX-B');
    const { leaseId } = await fetchFrom('PL-BOX-B');
    assert.deepEqual(await acknowledge('PL-BOX-B', leaseId, [id]), [id]);
    assert.deepEqual(await acknowledge('PL-BOX-B', leaseId, [id]), [id]);
    await pause(800);
    assert.equal(idsOf(await fetchFrom('PL-BOX-B')).length, 0);
  });

  it('leases again what was not acknowledged; the old lease counts until then and is lost afterwards', async () => {
    const [early, late] = [await send('PL-BOX-C'), await send('PL-BOX-C')];
    const first = await fetchFrom('PL-BOX-C');
    await pause(800);
    assert.deepEqual(await acknowledge('PL-BOX-C', first.leaseId, [early]), [early]);
    const second = await fetchFrom('PL-BOX-C');
    assert.deepEqual([idsOf(second), second.messages[0]?.attempt], [[late], 2]);
    await assert.rejects(acknowledge('PL-BOX-C', first.leaseId, [late]), { hubCode: 'LEASE_LOST', code: 409 });
    assert.deepEqual(await acknowledge('PL-BOX-C', second.leaseId, [late]), [late]);
  });

  it('keeps a lane with the lease that holds a part of it, and hands out a consecutive run', async () => {
    const sent = [
      await send('PL-BOX-D', { sequencekey: 'k' }),
      await send('PL-BOX-D', { sequencekey: 'k' }),
      await send('PL-BOX-D', { sequencekey: 'k' }),
    ];
    const first = await fetchFrom('PL-BOX-D', { max: '1' });
    assert.deepEqual(idsOf(first), sent.slice(0, 1));
    assert.equal(idsOf(await fetchFrom('PL-BOX-D')).length, 0);
    await acknowledge('PL-BOX-D', first.leaseId, sent.slice(0, 1));
    const rest = await fetchFrom('PL-BOX-D');
    assert.deepEqual(idsOf(rest), sent.slice(1));
    assert.deepEqual(
      rest.messages.map(({ event }) => event.sequence),
      ['00000000000000000002', '00000000000000000003'],
    );
    await assert.rejects(acknowledge('PL-BOX-D', rest.leaseId, sent.slice(2)), { hubCode: 'EARLIER_POSITION_OPEN', code: 409 });
    assert.deepEqual([...(await acknowledge('PL-BOX-D', rest.leaseId, sent.slice(1)))].sort(), sent.slice(1).sort());
  });

  it('refuses to acknowledge what was never leased, and what is another party’s', async () => {
    const id = await send('PL-BOX-E');
    await assert.rejects(acknowledge('PL-BOX-E', randomUUID(), [id]), (error: { code: number }) => error.code === 409);
    const { leaseId } = await fetchFrom('PL-BOX-E');
    await assert.rejects(acknowledge('PL-BOX-F', leaseId, [id]), { hubCode: 'NOT_LEASED' });
    await assert.rejects(acknowledge('PL-BOX-E', 'no-uuid', [id]), { hubCode: 'INVALID_PARAMETER' });
  });

  it('wakes a long poll at once', async () => {
    const poll = fetchFrom('PL-BOX-G', { waitSeconds: '10' });
    await pause(700);
    const from = performance.now();
    const id = await send('PL-BOX-G');
    assert.deepEqual(idsOf(await poll), [id]);
    assert.ok(performance.now() - from < 300, `took ${performance.now() - from} ms`);
  });

  it('ends an empty long poll at its time with no lease', async () => {
    const from = performance.now();
    const lease = await fetchFrom('PL-BOX-F', { waitSeconds: '1' });
    assert.deepEqual([lease.leaseId, lease.messages], [null, []]);
    assert.ok(performance.now() - from >= 990);
  });

  it('expires what is not fetched in time, and frees its lane', async () => {
    const gone = await send('PL-BOX-F', { sequencekey: 'x', expirytime: new Date(Date.now() + 300).toISOString() });
    const kept = await send('PL-BOX-F', { sequencekey: 'x' });
    await pause(700);
    assert.deepEqual(idsOf(await fetchFrom('PL-BOX-F')), [kept]);
    const shown = (await room.call('exchange.show', 'PL-SG', { path: { id: gone } })).body as {
      state: string;
      deliveries: { state: string }[];
    };
    assert.deepEqual([shown.state, shown.deliveries[0]?.state], ['failed', 'expired']);
  });
});
