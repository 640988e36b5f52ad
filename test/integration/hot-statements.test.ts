/** No hot statement reads a message table from end to end: not on a table that was never analysed, not on a full one. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { after, before, describe, it } from 'mocha';
import { OPEN } from '../../broker/delivery/acknowledge.ts';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { UNUSED } from '../../broker/retention/attachments.ts';
import { DUE as REPLIES_DUE } from '../../broker/retention/reply-terms.ts';
import { accept, addDestination, claim, deliver, fail, handOver, type NewMessage } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const FULL = 1_000_000;
const STEP = 50_000;
type Beside = ReturnType<NonNullable<NewMessage['beside']>>;

const NO_AUDIT = JSON.stringify({ entries: [] });

const FILL = `WITH filled AS (
    INSERT INTO delivery_open (id, message_id, accepted_at, destination, lane_id, position, parked, leased, state, due_at, expires_at)
    SELECT nextval('delivery_id'), gen_random_uuid(), hub_now(), CASE g % 4 WHEN 0 THEN 'BOX-FULL' ELSE 'HELD' END,
           CASE g % 4 WHEN 1 THEN md5((g % 100)::text)::uuid END, g, g % 4 = 1, false, CASE g % 4 WHEN 1 THEN 'parked' ELSE 'queued' END,
           CASE g % 4 WHEN 0 THEN '-infinity' WHEN 1 THEN 'infinity' ELSE hub_now() END, CASE WHEN g % 8 = 0 THEN hub_now() + interval '90 days' END
      FROM generate_series(1, ${STEP}) g
    RETURNING id, message_id, accepted_at, destination
  )
  INSERT INTO message (id, accepted_at, party, source, event_id, type, delete_after, sha256, body, destinations, delivery_ids)
  SELECT message_id, accepted_at, 'PL-SG', 'PL-SG', id::text, 'test', hub_now(), '', '{}', ARRAY[destination], ARRAY[id] FROM filled`;

for (const rows of [0, FULL]) {
  describe(`the hot statements on ${rows === 0 ? 'an empty, never analysed database' : `${FULL} waiting messages`}`, () => {
    const place = useDatabase();
    let database: Database;

    before('fill', async function () {
      this.timeout(180_000);
      database = openDatabase(place.url, { accept: 1, work: 1, reads: 1 }, () => undefined);
      for (const name of ['FAST', 'HELD']) await addDestination(database.reads, name);
      for (const name of ['BOX', 'BOX-FULL']) await addDestination(database.reads, name, 'mailbox');
      await database.reads.query(`UPDATE destination SET held_since = now() WHERE name = 'HELD'`);
      for (let filled = 0; filled < rows; filled += STEP) await database.reads.query(FILL);
    });
    after(() => database.close());

    it('never scan message, delivery or their kin', async function () {
      this.timeout(60_000);
      await runAll(); // plans of a first run may be custom
      const before = await scans();
      for (let round = 0; round < 10; round += 1) await runAll();
      assert.deepEqual(await scans(), before);
      await database.reads.query('SELECT count(*) FROM delivery_open WHERE attempt = 7');
      assert.notDeepEqual(await scans(), before, 'a scan is noticed');
    });

    async function runAll(): Promise<void> {
      const [acceptPool, pool, writer] = [database.accept, database.work, randomUUID()];
      const wanted = [null, 'a', 'a', 'b'].map((sequenceKey) => ({ destination: 'FAST', sequenceKey }));
      const accepted = await accept(acceptPool, writer, [...wanted, { destination: 'BOX', sequenceKey: 'm', pull: true }]);
      const [first, second, ...rest] = await claim(
        pool,
        writer,
        accepted.map(({ delivery_id }) => delivery_id),
      );
      if (first !== undefined) await fail(pool, writer, { delivery: first, delayMs: 0 });
      if (second !== undefined) await deliver(pool, writer, [second]);
      if (rest.length > 0) await deliver(pool, writer, rest);
      await handOverAndAcknowledge(pool, writer);
      await moveOn(pool, writer);
      await retryDead(pool, writer);
      await useMailbox(pool, writer);
      await askAndReply(writer);
    }

    async function handOverAndAcknowledge(pool: pg.Pool, writer: string): Promise<void> {
      const accepted = await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: 'h' }]);
      const ids = accepted.map(({ delivery_id }) => delivery_id);
      for (const delivery of await claim(pool, writer, ids)) await handOver(pool, writer, { delivery, withinMs: 1000 });
      await pool.query({ name: 'acknowledgeable', text: OPEN, values: [ids, 'FAST'] });
      const text = 'SELECT kind, id::text FROM hub_acknowledge($1, $2, $3, $4, $5, $6)';
      const values = [writer, 'FAST', [...ids, '1'], ids, NO_AUDIT, 60_000];
      await pool.query({ name: 'acknowledge', text, values });
    }

    /** Every second a node looks for replies that are due. */
    async function askAndReply(writer: string): Promise<void> {
      const event_id = randomUUID();
      const who = { asked: 'FAST', asker: 'PL-SG', event_id, reply_type: 'reply', remind_share: 0.25, remind_least_ms: 1000 };
      const awaited = (message_id: string): Beside => ({ awaited: [{ ...who, message_id, reply_by: new Date().toISOString() }] });
      const replies = (reply_id: string): Beside => ({
        replies: [{ ord: 0, reply_id, type: 'reply', sender: 'FAST', event_id, askers: ['PL-SG'] }],
      });
      for (const beside of [awaited, replies]) await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: null, beside }]);
      await database.work.query({ name: 'replies-due', text: REPLIES_DUE });
      const attachment_id = randomUUID();
      await database.work.query(
        `INSERT INTO attachment (id, party, media_type, key_id, begun_at, expires_at, is_kept) VALUES ($1, 'PL-SG', 'a/b', 'k', now(), now() + interval '1 day', true)`,
        [attachment_id],
      );
      const attachments = (message_id: string): Beside => ({ attachments: [{ attachment_id, message_id }] });
      await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: null, beside: attachments }]);
      await database.work.query({ name: 'attachments-unused', text: UNUSED, values: ['-infinity', randomUUID()] });
    }

    /** Every second a node asks for a retry job; while there is one it takes turns. */
    async function retryDead(pool: pg.Pool, writer: string): Promise<void> {
      const [{ delivery_id } = { delivery_id: '' }] = await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: null }]);
      for (const delivery of await claim(pool, writer, [delivery_id])) await fail(pool, writer, { delivery });
      const job = randomUUID();
      const about = JSON.stringify({ party: 'OPERATOR', reason: 'test', rate_per_second: 20 });
      const choice = JSON.stringify({ ids: [delivery_id] });
      await pool.query('SELECT hub_begin_retry_job($1, $2, $3, 10, 90, $4)', [job, about, choice, NO_AUDIT]);
      const { rows } = await pool.query<{ turn: number }>('SELECT turn FROM hub_take_retry_job(0)');
      await pool.query('SELECT * FROM hub_next_of_retry_job($1, 5)', [job]);
      await pool.query('SELECT hub_put_back($1, $2, $3, $4, 0, $5)', [writer, job, rows[0]?.turn, [delivery_id], NO_AUDIT]);
      await pool.query('SELECT * FROM hub_observe_retry_job($1)', [job]);
      await pool.query('SELECT hub_end_retry_job($1, NULL, $2, $3)', [job, '{"state":"STOPPED","by":"test"}', NO_AUDIT]);
      await pool.query('UPDATE retry_job SET due_at = NULL WHERE id = $1', [job]);
    }

    async function moveOn(pool: pg.Pool, writer: string): Promise<void> {
      await pool.query({ name: 'due', text: 'SELECT hub_due_destinations()' });
      for (const name of ['FAST', 'HELD']) {
        const text = 'SELECT * FROM hub_dispatch($1, $2, $3, $4, $5, $6)';
        const { rows: sent } = await pool.query<{ id: string }>({
          name: 'dispatch',
          text,
          values: [writer, name, 512, 1000, 60_000, 1000],
        });
        await deliver(
          pool,
          writer,
          await claim(
            pool,
            writer,
            sent.map(({ id }) => id),
          ),
        );
      }
      await pool.query({ name: 'expire', text: 'SELECT * FROM hub_expire($1, $2, $3)', values: [writer, 500, 60_000] });
      await pool.query('SELECT hub_unlease($1, $2)', [writer, 'FAST']);
    }

    async function useMailbox(pool: pg.Pool, writer: string): Promise<void> {
      for (const box of ['BOX', 'BOX-FULL']) {
        const token = randomUUID();
        const text = 'SELECT message_id FROM hub_mailbox_lease($1, $2, $3, $4, $5)';
        const leased = await pool.query<{ message_id: string }>({ name: 'mailbox-lease', text, values: [writer, box, 20, token, 60_000] });
        const ids = leased.rows.map(({ message_id }) => message_id);
        await pool.query({
          name: 'mailbox-acknowledge',
          text: 'SELECT * FROM hub_mailbox_acknowledge($1, $2, $3, $4, $5)',
          values: [writer, box, token, ids, NO_AUDIT],
        });
      }
    }

    /** Sequential scans so far, of all connections: each tells its counters before it is idle for long. */
    async function scans(): Promise<Record<string, string>> {
      for (const pool of [database.accept, database.work, database.reads]) await pool.query('SELECT pg_stat_force_next_flush()');
      const { rows: found } = await database.reads.query<{ relname: string; seq_scan: string }>(
        `SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname ~ '^(message|delivery|dedupe|lane|attempt|dead_letter|audit_entry|retry_job|awaited_reply|attachment)' ORDER BY 1`,
      );
      return Object.fromEntries(found.map(({ relname, seq_scan }) => [relname, seq_scan]));
    }
  });
}
