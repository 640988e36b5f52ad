/** An inquiry waits for its replies: each has a defined answer, whenever and from whomever it comes, and none is lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { INQUIRY, useInquiries } from '../support/inquiry-room.ts';

describe('an inquiry and its replies', () => {
  const room = useInquiries();
  const pointers = (error: { faults: readonly { pointer: string }[] }): string[] => error.faults.map(({ pointer }) => pointer);
  const inBox = async (party: string): Promise<string[]> => {
    const { body } = await room.hub().call('exchange.fetch', party, { query: { max: '500' } });
    return (body as { messages: { id: string }[] }).messages.map(({ id }) => id);
  };

  it('is shown to the asker with the state of every reply, and to who was asked with its own', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE, TWO');
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'OPEN', TWO: 'OPEN' });
    const reply = await room.reply('ONE', eventId, { to: 'ASKER' });
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'ANSWERED', TWO: 'OPEN' });
    assert.deepEqual(await room.states('ONE', id), { ONE: 'ANSWERED' });
    assert.deepEqual(await room.states('TWO', id), { TWO: 'OPEN' });
    const [shown] = (await room.view('ASKER', id)).deliveries;
    const { reply: seen } = shown ?? {};
    const [message] = await room.rows<{ at: Date }>('SELECT accepted_at AS at FROM message WHERE id = $1', [reply.id]);
    assert.deepEqual([seen?.['replyId'], seen?.['repliedAt']], [reply.id, message?.at.toISOString()]);
  });

  it('is named by its reply, which says that it came in time', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    const reply = await room.reply('ONE', eventId, { to: 'ASKER' });
    for (const party of ['ONE', 'ASKER']) {
      const { answers } = await room.view(party, reply.id);
      assert.deepEqual(
        [answers?.['messageId'], answers?.['eventId'], answers?.['isLate'], answers?.['isFurther']],
        [id, eventId, false, false],
      );
    }
    assert.equal((await room.view('ASKER', id)).answers, null);
  });

  it('is refused with a term that has passed, or lies more than a year ahead, or is no instant', async () => {
    for (const hours of [-1, 367 * 24]) {
      const error = await room.refusal(room.ask('ASKER', 'ONE', { hours }));
      assert.deepEqual([error.hubCode, pointers(error)], ['INVALID_MESSAGE', ['/data/replyBy']]);
    }
    const data = { title: 'a', question: 'b', replyBy: '2027-06-30T23:59:60Z' };
    assert.deepEqual(pointers(await room.refusal(room.ask('ASKER', 'ONE', { over: { data } }))), ['/data/replyBy']);
    assert.equal((await room.ask('ASKER', 'ONE', { hours: 365 * 24 })).status, 202);
  });

  it('is refused from a party that no reply could reach', async () => {
    assert.equal((await room.refusal(room.ask('MUTE', 'ONE'))).hubCode, 'INVALID_MESSAGE');
  });

  it('gets its first receipt again when it is repeated after its term', async () => {
    const id = randomUUID();
    const data = { title: 'a', question: 'b', replyBy: new Date((await room.now()) + 400).toISOString() };
    const first = await room.ask('ASKER', 'ONE', { id, over: { data } });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(pointers(await room.refusal(room.ask('ASKER', 'ONE', { over: { data } }))), ['/data/replyBy']);
    const again = await room.ask('ASKER', 'ONE', { id, over: { data } });
    assert.deepEqual([again.status, again.id], [200, first.id]);
    assert.equal((await room.refusal(room.ask('ASKER', 'TWO', { id, over: { data } }))).hubCode, 'DUPLICATE_CONTENT_DIFFERS');
  });

  it('takes no reply to nothing, from who was not asked, or to others than the asker, all refused in the same words', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    const refusals = [
      room.reply('ONE', 'no-such-inquiry', { to: 'ASKER' }),
      room.reply('TWO', eventId, { to: 'ASKER' }),
      room.reply('ONE', eventId, { to: 'TWO' }),
    ];
    const errors = await Promise.all(refusals.map((work) => room.refusal(work)));
    for (const { hubCode, message, faults } of errors)
      assert.deepEqual({ hubCode, message, faults }, { ...pick(errors[0]), hubCode: 'REPLY_NOT_AWAITED' });
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'OPEN' });
    const silent = await room.refusal(room.reply('ONE', eventId, { to: 'ASKER', over: { causationid: undefined } }));
    assert.deepEqual([silent.hubCode, pointers(silent)], ['INVALID_MESSAGE', ['/causationid']]);
  });

  it('counts the first of two replies and delivers both, the second marked as a further one', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    const first = await room.reply('ONE', eventId, { to: 'ASKER' });
    const second = await room.reply('ONE', eventId, { to: 'ASKER' });
    const [shown] = (await room.view('ASKER', id)).deliveries;
    assert.equal(shown?.reply?.['replyId'], first.id);
    assert.deepEqual((await room.view('ONE', second.id)).answers?.['isFurther'], true);
    const box = await inBox('ASKER');
    assert.ok(box.includes(first.id) && box.includes(second.id));
  });

  it('counts one reply when two come at once, and knows a repeated reply again', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    const event = randomUUID();
    const sent = await Promise.all([1, 2, 3].map((n) => room.reply('ONE', eventId, { to: 'ASKER', id: n === 3 ? `${event}-b` : event })));
    assert.equal(new Set(sent.map((one) => one.id)).size, 2);
    const [shown] = (await room.view('ASKER', id)).deliveries;
    assert.ok(sent.some((one) => one.id === shown?.reply?.['replyId']));
    assert.equal((await room.reply('ONE', eventId, { to: 'ASKER', id: event })).status, 200);
  });

  it('can be answered before it was fetched, and is delivered all the same', async () => {
    const { id, eventId } = await room.ask('ASKER', 'OTHER');
    await room.reply('OTHER', eventId, { to: 'ASKER' });
    assert.deepEqual(await room.states('ASKER', id), { OTHER: 'ANSWERED' });
    assert.ok((await inBox('OTHER')).includes(id));
  });

  it('keeps the order of two with one event id from different sources: each reply answers the earliest that is open', async () => {
    const id = randomUUID();
    const first = await room.ask('ASKER', 'ONE', { id });
    const second = await room.ask('ASKER', 'ONE', { id, over: { source: '/parties/ASKER/desk-2' } });
    await room.reply('ONE', id, { to: 'ASKER' });
    assert.deepEqual([await room.states('ASKER', first.id), await room.states('ASKER', second.id)], [{ ONE: 'ANSWERED' }, { ONE: 'OPEN' }]);
    await room.reply('ONE', id, { to: 'ASKER' });
    assert.deepEqual(await room.states('ASKER', second.id), { ONE: 'ANSWERED' });
  });

  it('is known by its keyword alone: no other message has anything to do with replies', async () => {
    const before = await room.rows<{ many: number }>('SELECT count(*)::int AS many FROM awaited_reply');
    const data = { title: 'a', text: 'b' };
    const { id } = await room.ask('ASKER', 'ONE', { over: { type: 'pl.gov.udsc.exchange.note.v1', data } });
    assert.deepEqual(await room.states('ASKER', id), { ONE: null });
    assert.deepEqual(await room.rows('SELECT count(*)::int AS many FROM awaited_reply'), before);
    const { schemas } = room.hub().running.hub;
    assert.equal(schemas.messageType(INQUIRY)?.reply?.by, 'replyBy');
  });

  const pick = (error: { message: string; faults: readonly unknown[] } | undefined): object => ({
    message: error?.message,
    faults: error?.faults,
  });
});
