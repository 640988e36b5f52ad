/** The terms of inquiries: a reminder, then an expired notice, each once and never before its time, whatever nodes do; a late reply is marked. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Housekeeping } from '../../broker/retention/housekeeping.ts';
import { OVER, REMINDER, useInquiries } from '../support/inquiry-room.ts';
import { eventually } from '../support/running-hub.ts';

describe('the terms of an inquiry', () => {
  const room = useInquiries();
  let nodes: Housekeeping[] = [];
  const start = (count: number): void => {
    nodes = Array.from({ length: count }, room.node);
    for (const node of nodes) node.start();
  };
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  afterEach(stop);
  const kinds = async (id: string): Promise<string[]> => (await room.told(id)).map(({ type, to }) => `${type} ${to}`);
  const settled = (id: string, left = 0): Promise<boolean> =>
    eventually('everybody is told', async () => {
      const text = 'SELECT FROM awaited_reply WHERE message_id = $1 AND look_at <= hub_now()';
      return (await room.rows(text, [id])).length === left;
    });
  /** Long enough for several looks. */
  const looks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

  it('are told to who was asked a quarter before the end, and to the asker at the end, by two nodes once each', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE, TWO', { over: { correlationid: 'case-9' } });
    await room.reply('TWO', eventId, { to: 'ASKER' });
    start(2);
    await room.moveClock(2.9);
    await looks();
    assert.deepEqual(await kinds(id), []);
    await room.moveClock(0.11);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${REMINDER} ONE`]);
    await room.moveClock(0.9);
    await looks();
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'OPEN', TWO: 'ANSWERED' });
    assert.deepEqual(await kinds(id), [`${REMINDER} ONE`]);
    await room.moveClock(0.1);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${REMINDER} ONE`, `${OVER} ASKER`]);
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'EXPIRED', TWO: 'ANSWERED' });
    const [, over] = await room.told(id);
    assert.deepEqual([over?.data['eventId'], over?.data['asked'], over?.data['asker']], [eventId, 'ONE', 'ASKER']);
    const { schemas } = room.hub().running.hub;
    const known = schemas.messageType(OVER);
    assert.deepEqual(known && schemas.dataFaults(known, over?.data), []);
    const text = `SELECT payload FROM audit_entry WHERE event = 'message.reply-expired' AND message_id = $1`;
    assert.equal((await room.rows(text, [id])).length, 1);
  });

  it('let a late reply through, marked as late in its own view and in that of the inquiry', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    await room.moveClock(4.01);
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'EXPIRED' });
    const reply = await room.reply('ONE', eventId, { to: 'ASKER' });
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'ANSWERED_LATE' });
    assert.equal((await room.view('ONE', reply.id)).answers?.['isLate'], true);
    start(1);
    await looks();
    assert.deepEqual(await kinds(id), []);
  });

  it('make a reply late that was begun before the term and came after it was found to have passed', async () => {
    const { id, eventId } = await room.ask('ASKER', 'ONE');
    await room.rows('UPDATE awaited_reply SET expired_at = hub_now() WHERE message_id = $1', [id]);
    await room.reply('ONE', eventId, { to: 'ASKER' });
    assert.deepEqual(await room.states('ASKER', id), { ONE: 'ANSWERED_LATE' });
  });

  it('outlive the nodes: what was due while none ran is told afterwards, without a reminder that helps nobody', async () => {
    const { id } = await room.ask('ASKER', 'ONE');
    await room.moveClock(5);
    start(1);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${OVER} ASKER`]);
  });

  it('are told once when a node stops between telling and settling', async () => {
    const { id } = await room.ask('ASKER', 'ONE');
    await room.moveClock(3.5);
    start(1);
    await settled(id);
    await stop();
    await room.rows(`UPDATE awaited_reply SET look_at = reply_by - interval '1 hour' WHERE message_id = $1`, [id]);
    start(2);
    await settled(id);
    await room.moveClock(1);
    await settled(id);
    await stop();
    await room.rows('UPDATE awaited_reply SET look_at = reply_by WHERE message_id = $1', [id]);
    start(2);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${REMINDER} ONE`, `${OVER} ASKER`]);
  });

  it('have no reminder where the time is too short for one', async () => {
    const { id } = await room.ask('ASKER', 'ONE', { hours: 0.2 });
    start(1);
    await looks();
    assert.deepEqual(await kinds(id), []);
    await room.moveClock(0.21);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${OVER} ASKER`]);
  });

  it('remind nobody of an inquiry that never reached them', async () => {
    const expirytime = new Date((await room.now()) + 3_600_000).toISOString();
    const { id } = await room.ask('ASKER', 'ONE', { over: { expirytime } });
    await room.moveClock(2);
    const ended = `SELECT FROM delivery WHERE message_id = $1 AND state = 'expired'`;
    await eventually('the inquiry expires', async () => (await room.rows(ended, [id])).length === 1);
    await room.moveClock(1.5);
    start(1);
    await settled(id);
    assert.deepEqual(await kinds(id), []);
    await room.moveClock(1);
    await settled(id);
    assert.deepEqual(await kinds(id), [`${OVER} ASKER`]);
  });

  it('keep the history of the day for as long as a reply is awaited', async () => {
    const { id } = await room.ask('ASKER', 'ONE');
    const [day] = await room.rows<{ day: string }>(
      `SELECT to_char(accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM message WHERE id = $1`,
      [id],
    );
    await room.rows('UPDATE message SET body = NULL');
    for (const table of ['dedupe', 'expiry_notice']) await room.rows(`DELETE FROM ${table}`);
    await room.rows('UPDATE awaited_reply SET look_at = NULL WHERE message_id <> $1', [id]);
    const drop = (): Promise<unknown> => room.rows('SELECT hub_drop_history($1::date, $2)', [day?.day, JSON.stringify({ entries: [] })]);
    await assert.rejects(drop(), { code: 'HB002' });
    await room.rows('UPDATE awaited_reply SET look_at = NULL');
    await drop();
    assert.deepEqual(await room.rows('SELECT FROM awaited_reply WHERE message_id = $1', [id]), []);
  });
});
