/** A sender is told that its message expired: once, whatever happens in between, and never about such a notice. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { createHousekeeping } from '../../broker/retention/housekeeping.ts';
import { addParty, DECISION, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const EXPIRED = 'pl.gov.udsc.delivery.expired.v1';

interface Event {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly causationid: string;
  readonly correlationid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('the notice that a message expired', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'BOX');
    await addParty(given, 'HOOK', '/HOOK');
    await addParty(given, 'HELD', '/HELD');
    await given.administration.createParty({ code: 'SILENT', name: 'SILENT', roles: ['submit'], destination: null });
    await given.administration.grant({ party: 'SILENT', operation: 'submit', messageType: '*', legalBasis: 'test' });
    await mayReceive(given, 'HELD');
  });
  before(() => room.administration.holdDestination('HELD', { party: 'OPERATOR' }, 'test'));

  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;
  async function expiring(from: string, id: string, over: Record<string, unknown> = {}): Promise<string> {
    const data = { title: 'a', text: 'b' };
    const expirytime = new Date(Date.now() + 100).toISOString();
    const event = { specversion: '1.0', id, source: `/parties/${from}`, type: NOTE, destination: 'HELD', expirytime, data, ...over };
    const answer = await room.call('exchange.submit', from, { body: Buffer.from(JSON.stringify(event)) });
    return (answer.body as { id: string }).id;
  }
  const notices = (): Promise<{ id: string; destinations: string[]; body: Buffer }[]> =>
    ask('SELECT id, destinations, body FROM message WHERE type = $1 ORDER BY id', [EXPIRED]);
  const settled = (): Promise<boolean> =>
    eventually('all notes are settled', async () => {
      const [open] = await ask<{ open: number }>(
        `SELECT (SELECT count(*) FROM expiry_notice)::int + (SELECT count(*) FROM delivery_open WHERE expires_at < hub_now() + interval '1 minute')::int AS open`,
      );
      return open?.open === 0;
    });
  const recorded = async (messageId: string): Promise<unknown[]> =>
    (
      await ask<{ payload: string }>(`SELECT payload FROM audit_entry WHERE event = 'delivery.expired' AND message_id = $1`, [messageId])
    ).map(({ payload }) => (JSON.parse(payload) as { senderTold: unknown }).senderTold);

  it('comes into the mailbox of the sender, with what the sender knows the message by', async () => {
    const messageId = await expiring('BOX', 'e-1', { correlationid: 'case-1' });
    await settled();
    const lease = (await room.call('exchange.fetch', 'BOX')).body as { messages: { event: Event }[] };
    const events = lease.messages.map(({ event }) => event);
    assert.deepEqual(
      events.map(({ source, type, causationid, correlationid }) => ({ source, type, causationid, correlationid })),
      [{ source: '/hub', type: EXPIRED, causationid: 'e-1', correlationid: 'case-1' }],
    );
    const data = events[0]?.data ?? {};
    assert.deepEqual([data.messageId, data.eventId, data.destination, data.messageType], [messageId, 'e-1', 'HELD', NOTE]);
    const { schemas } = room.running.hub;
    const known = schemas.messageType(EXPIRED);
    assert.deepEqual(known && schemas.dataFaults(known, data), []);
    assert.deepEqual(await recorded(messageId), [true]);
  });

  it('comes to the webhook of the sender', async () => {
    await expiring('HOOK', 'e-2');
    const [got] = await eventually('the notice', () => (room.sink.at('/HOOK').length > 0 ? room.sink.at('/HOOK') : undefined));
    assert.equal((JSON.parse(got?.body.toString('utf8') ?? '{}') as Event).data.eventId, 'e-2');
  });

  it('is not sent to a sender without a destination, who sees the expiry in the history', async () => {
    const before = (await notices()).length;
    const messageId = await expiring('SILENT', 'e-3');
    await settled();
    assert.equal((await notices()).length, before);
    const shown = (await room.call('exchange.show', 'SILENT', { path: { id: messageId } })).body as { history: { event: string }[] };
    assert.deepEqual(
      shown.history.map(({ event }) => event),
      ['accepted', 'expired'],
    );
    assert.deepEqual(await recorded(messageId), [false]);
  });

  it('is sent once when a node stops between telling and settling, and when two nodes tell at once', async () => {
    const before = (await notices()).length;
    const messageId = await expiring('BOX', 'e-4');
    await settled();
    assert.equal((await notices()).length, before + 1);
    await ask(
      `INSERT INTO expiry_notice SELECT id, message_id, accepted_at, destination, attempts, finished_at FROM delivery WHERE message_id = $1`,
      [messageId],
    );
    const nodes = [1, 2].map(() => createHousekeeping(room.running.hub));
    for (const node of nodes) node.start();
    await settled();
    await Promise.all(nodes.map((node) => node.stop()));
    assert.equal((await notices()).length, before + 1);
  });

  it('is not sent about a notice that expired itself', async () => {
    await expiring('BOX', 'e-5');
    await settled();
    const before = await notices();
    await ask(`UPDATE delivery_open SET expires_at = hub_now() - interval '1 second' WHERE message_id = ANY ($1)`, [
      before.map(({ id }) => id),
    ]);
    await settled();
    assert.equal((await notices()).length, before.length);
  });

  it('cannot be passed off by a party as from the hub', async () => {
    for (const source of ['/hub', '/hub/retention']) {
      const party = { code: 'FALSE', name: 'False', roles: ['submit'] as const, sources: [source], destination: null };
      await assert.rejects(room.administration.createParty(party), { hubCode: 'INVALID_SETTING' });
    }
    const data = { messageId: 'x' };
    await assert.rejects(expiring('BOX', 'e-6', { source: '/hub', type: DECISION, data }), (error: unknown) =>
      String(error).includes('source'),
    );
  });
});
