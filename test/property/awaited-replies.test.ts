/** Questions, replies, looks and the clock in any order, against a small model: who is told what, once, never early, never against the facts. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import type { Notice } from '../../broker/contract/hub.ts';
import type { RetentionDoors } from '../../broker/retention/doors.ts';
import { tellOfReplies } from '../../broker/retention/reply-terms.ts';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const MINUTE_MS = 60_000;
const LEAST_MINUTES = 15;
const TERMS = { type: 'reply', by: 'replyBy', reminder: 'REMINDER', expired: 'EXPIRED' };
const NO_AUDIT = { entries: [] };

/** Minutes by the clock of the model; the real one moves on by seconds only. */
interface Question {
  readonly id: string;
  readonly eventId: string;
  /** Never, where the time is too short. */
  readonly remindAt: number;
  readonly by: number;
  repliedAt?: number;
  isLate?: boolean;
  isReminded: boolean;
  isOver: boolean;
}

type Step =
  | { readonly kind: 'ask'; readonly hours: number }
  | { readonly kind: 'reply'; readonly of: number; readonly from: 'ONE' | 'TWO' }
  | { readonly kind: 'move'; readonly tens: number }
  | { readonly kind: 'look'; readonly nodes: number };

/** Two minutes beside the steps of the clock, so that no instant of the model meets another. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), hours: fc.integer({ min: 0, max: 8 }) }),
  fc.record({ kind: fc.constant('reply' as const), of: fc.nat(2), from: fc.constantFrom('ONE' as const, 'ONE' as const, 'TWO' as const) }),
  fc.record({ kind: fc.constant('move' as const), tens: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ kind: fc.constant('look' as const), nodes: fc.integer({ min: 1, max: 2 }) }),
);

describe('replies that are awaited', function () {
  this.timeout(60_000);
  const place = useDatabase();
  let database: Database;
  let notices: Notice[] = [];
  before(async () => {
    database = openDatabase(place.url, { accept: 1, work: 3, reads: 1 }, () => undefined);
    await addDestination(database.work, 'ONE', 'mailbox');
  });
  after(() => database.close());

  const doors = (): RetentionDoors =>
    ({
      database,
      isStopping: () => false,
      log: { warn: () => assert.fail('every type is known') },
      schemas: { messageType: () => ({ reply: TERMS }) },
      notify: async (notice: Notice) => notices.push(notice) > 0,
      audit: { operations: { append: (_facts: unknown, run: (batch: unknown) => Promise<unknown>) => run(NO_AUDIT) } },
    }) as unknown as RetentionDoors;

  it('are told as the model says, whatever comes in whatever order', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), play);
    await fc.assert(property, { numRuns: 60 });
  });

  async function play(steps: readonly Step[]): Promise<void> {
    await database.work.query('DELETE FROM awaited_reply; UPDATE hub_clock SET offset_ms = 0');
    notices = [];
    const questions: Question[] = [];
    let now = 0;
    for (const one of [{ kind: 'ask', hours: 4 } as const, ...steps, { kind: 'look', nodes: 1 } as const]) {
      if (one.kind === 'move') now += await move(one.tens * 10);
      else if (one.kind === 'ask') questions.push(await ask(one.hours * 60 + 2, now));
      else if (one.kind === 'reply') await reply(questions[one.of], one.from, now);
      else await look(questions, one.nodes, now);
      await check(questions, now);
    }
  }

  async function move(minutes: number): Promise<number> {
    await database.work.query('UPDATE hub_clock SET offset_ms = offset_ms + $1', [minutes * MINUTE_MS]);
    return minutes;
  }

  async function ask(minutes: number, now: number): Promise<Question> {
    const eventId = randomUUID();
    const { rows } = await database.work.query<{ by: Date }>(`SELECT hub_now() + $1 * interval '1 minute' AS by`, [minutes]);
    const who = { asked: 'ONE', asker: 'PL-SG', event_id: eventId, reply_type: 'reply', reply_by: rows[0]?.by };
    const beside = (message_id: string): Record<string, unknown[]> => ({
      awaited: [{ ...who, message_id, remind_share: 0.25, remind_least_ms: LEAST_MINUTES * MINUTE_MS }],
    });
    const [stored] = await accept(database.accept, randomUUID(), [{ destination: 'ONE', sequenceKey: null, pull: true, beside }]);
    const by = now + minutes;
    const remindAt = by - Math.max(minutes / 4, LEAST_MINUTES);
    return { id: stored?.message_id ?? '', eventId, by, remindAt: remindAt > now ? remindAt : Infinity, isReminded: false, isOver: false };
  }

  async function reply(question: Question | undefined, sender: string, now: number): Promise<void> {
    if (question === undefined) return;
    const beside = (reply_id: string): Record<string, unknown[]> => ({
      replies: [{ ord: 0, reply_id, type: 'reply', sender, event_id: question.eventId, askers: ['PL-SG'] }],
    });
    await accept(database.accept, randomUUID(), [{ destination: 'ONE', sequenceKey: null, pull: true, beside }]);
    if (sender !== 'ONE' || question.repliedAt !== undefined) return;
    question.repliedAt = now;
    question.isLate = now > question.by;
  }

  async function look(questions: readonly Question[], nodes: number, now: number): Promise<void> {
    await Promise.all(Array.from({ length: nodes }, () => tellOfReplies(doors())));
    await tellOfReplies(doors()); // what one node left to another
    for (const question of questions.filter(({ repliedAt }) => repliedAt === undefined)) {
      if (now > question.by) question.isOver = true;
      else if (now > question.remindAt) question.isReminded = true;
    }
  }

  async function check(questions: readonly Question[], now: number): Promise<void> {
    const told = new Set(notices.map(({ type, eventId, party }) => `${type} ${party} ${eventId}`));
    const expected = questions.flatMap(({ id, isReminded, isOver }) => [
      ...(isReminded ? [`REMINDER ONE reply-due-${id}-ONE`] : []),
      ...(isOver ? [`EXPIRED PL-SG reply-expired-${id}-ONE`] : []),
    ]);
    assert.deepEqual([...told].sort(), expected.sort());
    const { rows } = await database.work.query<{ id: string; late: boolean | null }>(
      'SELECT message_id AS id, is_late AS late FROM awaited_reply',
    );
    const stored = new Map(rows.map(({ id, late }) => [id, late]));
    for (const { id, isLate, isOver, repliedAt, by } of questions) {
      assert.equal(stored.get(id), isLate ?? null);
      assert.ok(!isOver || isLate !== false, 'nobody was told that a reply is missing which came in time');
      assert.ok(!isOver || now > by, 'nothing is told early');
      assert.ok(repliedAt === undefined || isLate !== undefined);
    }
  }
});
