/** A reply, another one and the end of the term at the same moment: the row of the question decides, and decides once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { useDatabase } from '../support/suite-database.ts';

const NO_AUDIT = JSON.stringify({ entries: [] });

describe('the row of a question', () => {
  const place = useDatabase();
  let first: pg.Client;
  let second: pg.Client;
  let question = '';
  before(async () => {
    [first, second] = [new pg.Client(place.url), new pg.Client(place.url)];
    for (const client of [first, second]) client.on('error', () => undefined); // the database is dropped under them
    await Promise.all([first.connect(), second.connect()]);
  });
  after(() => Promise.all([first.end(), second.end()]));
  beforeEach(async () => {
    question = randomUUID();
    await first.query(
      `INSERT INTO awaited_reply (message_id, asked, accepted_at, asker, event_id, reply_type, reply_by, look_at)
       VALUES ($1, 'ONE', now(), 'ASKER', $2, 'reply', now() + interval '1 hour', now())`,
      [question, question],
    );
    await first.query('BEGIN');
  });
  afterEach(() => first.query('ROLLBACK'));

  const reply = async (by: pg.Client, id: string, ahead = '0 hours'): Promise<void> => {
    const replies = [{ ord: 0, reply_id: id, type: 'reply', sender: 'ONE', event_id: question, askers: ['ASKER'] }];
    await by.query('SELECT hub_note_replies($1, now() + $2::interval)', [JSON.stringify(replies), ahead]);
  };
  const pass = (): Promise<unknown> =>
    second.query(`UPDATE awaited_reply SET reply_by = now() - interval '1 minute' WHERE message_id = $1`, [question]);
  const expire = (by: pg.Client): Promise<unknown> => by.query('SELECT hub_expire_reply($1, $2, $3)', [question, 'ONE', NO_AUDIT]);
  const isBlocked = async (): Promise<void> => {
    const text = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    for (let tries = 0; (await first.query(text)).rowCount === 0; tries += 1) {
      assert.ok(tries < 500, 'nobody waits for the row');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await first.query('SELECT pg_stat_clear_snapshot()');
    }
  };
  const row = async (): Promise<Record<string, unknown> | undefined> =>
    (
      await first.query<Record<string, unknown>>('SELECT reply_id, is_late, expired_at FROM awaited_reply WHERE message_id = $1', [
        question,
      ])
    ).rows[0];
  const ids = [randomUUID(), randomUUID()] as const;

  it('keeps the reply that was first, though the second began before it was committed', async () => {
    await reply(first, ids[0]);
    const waiting = reply(second, ids[1]);
    await isBlocked();
    await first.query('COMMIT');
    await waiting;
    assert.equal((await row())?.['reply_id'], ids[0]);
  });

  it('does not expire while a reply in time is being accepted', async () => {
    await pass();
    await reply(first, ids[0], '-1 hours');
    const refused = assert.rejects(expire(second), { code: 'HB002' });
    await isBlocked();
    await first.query('COMMIT');
    await refused;
    assert.deepEqual(await row(), { reply_id: ids[0], is_late: false, expired_at: null });
  });

  it('makes a reply late that comes when the term was found to have passed, whatever its clock said', async () => {
    await pass();
    await expire(first);
    const waiting = reply(second, ids[0], '-1 hours');
    await isBlocked();
    await first.query('COMMIT');
    await waiting;
    const { reply_id, is_late } = (await row()) ?? {};
    assert.deepEqual([reply_id, is_late], [ids[0], true]);
  });

  it('expires once, and not before its time', async () => {
    await assert.rejects(expire(first), { code: 'HB002' });
    await first.query('ROLLBACK');
    await pass();
    await expire(first);
    await assert.rejects(expire(first), { code: 'HB002' });
  });
});
