/** What the hub makes of a webhook's answers: hold, dead letter, breaker, Retry-After, expiry; and the order behind a failure. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

interface Shown {
  readonly state: string;
  readonly deliveries: readonly {
    state: string;
    reason: string | null;
    failedAttempts: readonly { errorCode: string; status: number | null }[];
  }[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the answers of a webhook', () => {
  const codes = ['GONE', 'BAD', 'DOWN', 'LATER', 'EXPIRES', 'ERROR'];
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    for (const code of codes) {
      await addParty(given, code, `/${code}`);
      await mayReceive(given, code);
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
  const show = async (id: string): Promise<Shown> => (await room.call('exchange.show', 'PL-SG', { path: { id } })).body as Shown;
  const reaches = (id: string, state: string): Promise<Shown> =>
    eventually(`${id} ${state}`, async () => {
      const shown = await show(id);
      return shown.deliveries[0]?.state === state ? shown : undefined;
    });
  const destination = async (name: string): Promise<{ held: boolean; breaker_open: boolean; breaker_failures: number } | undefined> => {
    const text = 'SELECT held_since IS NOT NULL AS held, breaker_open, breaker_failures FROM destination WHERE name = $1';
    return (await room.running.hub.database.reads.query<{ held: boolean; breaker_open: boolean; breaker_failures: number }>(text, [name]))
      .rows[0];
  };

  it('410 holds the destination, and what comes later is shown as held and not sent', async () => {
    room.sink.answer('/GONE', { status: 410 });
    const first = await send('GONE');
    await reaches(first, 'dead');
    await eventually('the hold', async () => ((await destination('GONE'))?.held === true ? true : undefined));
    const later = await send('GONE');
    await room.running.hub.registry.refresh();
    await pause(300);
    assert.equal((await show(later)).deliveries[0]?.state, 'held');
    assert.equal(room.sink.at('/GONE').length, 1);
  });

  it('400 is a dead letter at once with the answer kept, and it blocks its lane only', async () => {
    room.sink.answer('/BAD', { status: 400 });
    const first = await send('BAD', { sequencekey: 'k' });
    const shown = await reaches(first, 'dead');
    assert.deepEqual([shown.state, shown.deliveries[0]?.reason], ['failed', 'RECIPIENT_REJECTED']);
    assert.deepEqual(
      shown.deliveries[0]?.failedAttempts.map(({ status }) => status),
      [400],
    );
    room.sink.answer('/BAD', { status: 200 });
    const behind = await send('BAD', { sequencekey: 'k' });
    await reaches(await send('BAD', { sequencekey: 'other' }), 'delivered');
    assert.equal((await show(behind)).deliveries[0]?.state, 'parked');
  });

  it('503 again and again opens the breaker: one probe at a time, and all is delivered in order when the party is back', async () => {
    room.sink.answer('/DOWN', { status: 503 });
    const sent = [];
    for (let index = 0; index < 12; index += 1) sent.push(await send('DOWN', { sequencekey: `k${index % 6}` }));
    await eventually('the breaker', async () => ((await destination('DOWN'))?.breaker_open === true ? true : undefined));
    await pause(200);
    const before = room.sink.at('/DOWN').length;
    await pause(900);
    const probes = room.sink.at('/DOWN').length - before;
    assert.ok(probes >= 1 && probes <= 4, `${probes} probes in 900 ms, one every 300 ms`);
    room.sink.answer('/DOWN', { status: 200 });
    for (const id of sent) await reaches(id, 'delivered');
    assert.equal((await destination('DOWN'))?.breaker_open, false);
  });

  it('honours Retry-After', async () => {
    room.sink.answer('/LATER', { status: 429, headers: { 'retry-after': '1' } });
    const id = await send('LATER');
    await reaches(id, 'waiting-retry');
    room.sink.answer('/LATER', { status: 200 });
    await reaches(id, 'delivered');
    const [first, second] = room.sink.at('/LATER');
    assert.ok(first !== undefined && second !== undefined && second.at - first.at >= 950, `${(second?.at ?? 0) - (first?.at ?? 0)} ms`);
    assert.equal(second.webhookId, first.webhookId);
    assert.deepEqual(second.body, first.body);
  });

  it('500 spends an attempt, is tried again with the same bytes and keeps the order of the lane', async () => {
    room.sink.answer('/ERROR', { status: 500 });
    const sent = [await send('ERROR', { sequencekey: 'k', id: 'e1' }), await send('ERROR', { sequencekey: 'k', id: 'e2' })];
    await eventually('two attempts', () => (room.sink.at('/ERROR').length >= 2 ? true : undefined));
    room.sink.answer('/ERROR', { status: 200 });
    for (const id of sent) await reaches(id, 'delivered');
    const ids = room.sink.at('/ERROR').map(({ body }) => (JSON.parse(body.toString('utf8')) as { id: string }).id);
    assert.deepEqual([...ids].sort(), ids);
    assert.equal((await destination('ERROR'))?.breaker_failures, 0);
  });

  it('ends a message whose expiry time passed, frees its lane and records it', async () => {
    room.sink.answer('/EXPIRES', { status: 500 });
    const gone = await send('EXPIRES', { sequencekey: 'k', expirytime: new Date(Date.now() + 500).toISOString() });
    const behind = await send('EXPIRES', { sequencekey: 'k' });
    await reaches(gone, 'expired');
    room.sink.answer('/EXPIRES', { status: 200 });
    await reaches(behind, 'delivered');
    const text = `SELECT 1 FROM audit_entry WHERE event = 'delivery.expired' AND message_id = $1`;
    const recorded = async (): Promise<number> => (await room.running.hub.database.reads.query(text, [gone])).rows.length;
    await eventually('the audit entry', async () => ((await recorded()) > 0 ? true : undefined));
    assert.equal(await recorded(), 1);
  });
});
