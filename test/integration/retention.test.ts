/** What housekeeping deletes and what it keeps: each rule with something that must go and something that must stay. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { createHousekeeping, type Housekeeping } from '../../broker/retention/housekeeping.ts';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const NEVER_MS = 1_000_000_000;

describe('retention', () => {
  const room = useHub(
    async (given) => {
      await addParty(given, 'PL-SG');
      for (const code of ['OK', 'BAD', 'BAD-LATER', 'HELD']) {
        await addParty(given, code, `/${code}`);
        await mayReceive(given, code);
      }
      for (const path of ['/BAD', '/BAD-LATER']) given.sink.answer(path, { status: 400 });
      await given.administration.holdDestination('HELD', { party: 'OPERATOR' }, 'test');
    },
    (config) => ({ ...config, retention: { ...config.retention, everyMs: NEVER_MS, attemptDays: 200, historyDays: 120 } }),
  );
  let housekeeping: Housekeeping;
  let ids = 0;
  before(() => {
    housekeeping = createHousekeeping(room.running.hub);
  });

  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;

  async function submit(destination: string, over: Record<string, unknown> = {}): Promise<string> {
    const data = { title: 'a', text: 'b' };
    const event = { specversion: '1.0', id: `r-${(ids += 1)}`, source: '/parties/PL-SG', type: NOTE, destination, data, ...over };
    const answer = await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    return (answer.body as { id: string }).id;
  }
  async function submitUntil(state: string, destination: string, over: Record<string, unknown> = {}): Promise<string> {
    const id = await submit(destination, over);
    if (state !== 'open') await becomes(id, state);
    return id;
  }
  const becomes = (id: string, state: string): Promise<boolean> =>
    eventually(`${id} ${state}`, async () => ((await stateOf(id)) === state ? true : undefined));
  async function stateOf(id: string): Promise<string | undefined> {
    const text = `SELECT coalesce((SELECT h.state FROM delivery h WHERE h.message_id = $1),
      (SELECT 'dead' FROM dead_letter x WHERE x.message_id = $1), 'open') AS state`;
    return (await ask<{ state: string }>(text, [id]))[0]?.state;
  }
  const endTerm = (table: 'message' | 'attempt' | 'dead_letter', id: string): Promise<unknown> =>
    ask(`UPDATE ${table} SET delete_after = hub_now() - interval '1 second' WHERE ${table === 'message' ? 'id' : 'message_id'} = $1`, [id]);
  const hasBody = async (id: string): Promise<boolean> =>
    (await ask<{ has: boolean }>('SELECT body IS NOT NULL AS has FROM message WHERE id = $1', [id]))[0]?.has === true;
  const attemptsOf = (id: string): Promise<{ sent: Buffer | null }[]> => ask('SELECT sent FROM attempt WHERE message_id = $1', [id]);
  const reconciles = async (): Promise<boolean> =>
    ((await room.call('operations.overview', 'OPERATOR')).body as { reconciles: boolean }).reconciles;
  const recorded = (event: string): Promise<{ payload: string; message_id: string | null }[]> =>
    ask('SELECT payload, message_id FROM audit_entry WHERE event = $1', [event]);

  it('empties a delivered message whose term has ended, and shows it still', async () => {
    const [due, young] = [await submitUntil('delivered', 'OK'), await submitUntil('delivered', 'OK')];
    await endTerm('message', due);
    await housekeeping.turn();
    assert.deepEqual([await hasBody(due), await hasBody(young)], [false, true]);
    const shown = (await room.call('exchange.show', 'PL-SG', { path: { id: due } })).body as { state: string };
    assert.equal(shown.state, 'delivered');
    assert.ok((await recorded('retention.deleted')).some(({ payload }) => payload.includes('"messages":1')));
  });

  it('keeps the content of what is open or dead, whatever its age, and deletes it with the bytes of its attempts when it is over', async () => {
    const [open, dead] = [await submitUntil('open', 'HELD'), await submitUntil('dead', 'BAD')];
    for (const id of [open, dead]) await endTerm('message', id);
    await housekeeping.turn();
    assert.deepEqual([await hasBody(open), await hasBody(dead)], [true, true]);
    await endTerm('dead_letter', dead);
    await housekeeping.turn();
    assert.deepEqual([await hasBody(open), await hasBody(dead)], [true, false]);
    assert.deepEqual(await attemptsOf(dead), [{ sent: null }]);
    assert.equal(await stateOf(open), 'open');
  });

  it('deletes attempts after their term, but never those of a dead letter', async () => {
    const [dead, young] = [await submitUntil('dead', 'BAD'), await submitUntil('dead', 'BAD')];
    await endTerm('attempt', dead);
    await housekeeping.turn();
    assert.deepEqual([(await attemptsOf(dead)).length, (await attemptsOf(young)).length], [1, 1]);
    await endTerm('dead_letter', dead);
    await endTerm('dead_letter', young);
    await housekeeping.turn();
    assert.deepEqual([(await attemptsOf(dead)).length, (await attemptsOf(young)).length], [0, 1]);
  });

  it('discards a dead letter after its term: the lane goes on, the books add up, the audit log says so', async () => {
    const first = await submitUntil('dead', 'BAD-LATER', { sequencekey: 'k' });
    const behind = await submit('BAD-LATER', { sequencekey: 'k' });
    room.sink.answer('/BAD-LATER', { status: 200 });
    await housekeeping.turn();
    assert.deepEqual([await stateOf(first), await stateOf(behind)], ['dead', 'open']);
    await endTerm('dead_letter', first);
    await housekeeping.turn();
    assert.equal(await stateOf(first), 'discarded');
    await becomes(behind, 'delivered');
    assert.equal(await reconciles(), true);
    assert.ok((await recorded('retention.discarded')).some(({ message_id }) => message_id === first));
    const [kept] = await ask<{ reason: string }>('SELECT reason FROM delivery WHERE message_id = $1', [first]);
    assert.match(kept?.reason ?? '', /^RETENTION/);
  });

  it('warns operators seven days before a dead letter is discarded, and takes the warning back when it is settled', async () => {
    const problems = (): Promise<unknown[]> => ask(`SELECT subject, count::int FROM problem WHERE kind = 'DEAD_LETTERS_ENDING'`);
    const dead = await submitUntil('dead', 'BAD');
    const setTerm = (term: string): Promise<unknown> =>
      ask(`UPDATE dead_letter SET delete_after = hub_now() + $2::interval WHERE message_id = $1`, [dead, term]);
    await setTerm('8 days');
    await housekeeping.turn();
    assert.deepEqual(await problems(), []);
    await setTerm('6 days');
    await housekeeping.turn();
    await housekeeping.turn();
    assert.deepEqual(await problems(), [{ subject: 'BAD', count: 1 }]);
    await setTerm('-1 second');
    await housekeeping.turn();
    await housekeeping.turn();
    assert.deepEqual(await problems(), []);
  });

  it('forgets a dedupe key after its time, but never one whose message is still on its way or dead', async () => {
    const ages = { old: 'OK', young: 'OK', open: 'HELD', dead: 'BAD' };
    const first: Record<string, string> = {};
    for (const [id, to] of Object.entries(ages))
      first[id] = await submitUntil(to === 'OK' ? 'delivered' : to === 'BAD' ? 'dead' : 'open', to, { id });
    await ask(`WITH aged AS (UPDATE message SET accepted_at = accepted_at - interval '91 days' WHERE event_id IN ('old', 'open', 'dead') RETURNING id, accepted_at)
      UPDATE dedupe d SET accepted_at = a.accepted_at FROM aged a WHERE d.message_id = a.id`);
    await ask(`UPDATE dedupe SET accepted_at = accepted_at - interval '89 days' WHERE event_id = 'young'`);
    await housekeeping.turn();
    const repeats: Record<string, boolean> = {};
    for (const [id, to] of Object.entries(ages)) repeats[id] = (await submit(to, { id })) === first[id];
    assert.deepEqual(repeats, { old: false, young: true, open: true, dead: true });
  });

  it('keeps dead letters and attempts no longer than the content of their type', async () => {
    const dead = await submitUntil('dead', 'BAD');
    const [days] = await ask(
      `SELECT (delete_after - died_at)::text AS letter, (SELECT (a.delete_after - x.died_at)::text FROM attempt a WHERE a.message_id = $1) AS attempt
         FROM dead_letter x WHERE x.message_id = $1`,
      [dead],
    );
    assert.deepEqual(days, { letter: '90 days', attempt: '90 days' });
  });

  it('drops the history of a day after its term, but not while a message of that day is on its way or dead', async () => {
    const old = await submitUntil('delivered', 'OK');
    const [young, open] = [await submitUntil('delivered', 'OK'), await submit('HELD')];
    const shift = (id: string, days: number): Promise<unknown> =>
      ask(
        `WITH m AS (UPDATE message SET accepted_at = accepted_at - $2 * interval '1 day', delete_after = hub_now() WHERE id = $1 RETURNING id),
           d AS (UPDATE dedupe SET accepted_at = accepted_at - $2 * interval '1 day' WHERE message_id = $1),
           o AS (UPDATE delivery_open SET accepted_at = accepted_at - $2 * interval '1 day' WHERE message_id = $1)
         UPDATE delivery SET accepted_at = accepted_at - $2 * interval '1 day' WHERE message_id = $1`,
        [id, days],
      );
    for (const [id, days] of Object.entries({ [old]: 130, [young]: 110, [open]: 140 })) await shift(id, days);
    await housekeeping.turn();
    const present = await ask<{ id: string }>('SELECT id FROM message WHERE id = ANY ($1)', [[old, young, open]]);
    assert.deepEqual(present.map(({ id }) => id).sort(), [young, open].sort());
    assert.deepEqual(await ask('SELECT 1 FROM delivery WHERE message_id = $1', [old]), []);
    assert.equal(await reconciles(), true);
    assert.equal((await recorded('retention.deleted')).filter(({ payload }) => payload.includes('history')).length, 1);
  });

  it('reaches what is due behind a thousand messages that must stay', async () => {
    const due = await submitUntil('delivered', 'OK');
    await ask(
      `WITH filled AS (
        INSERT INTO message (id, accepted_at, party, source, event_id, type, delete_after, sha256, body, destinations, delivery_ids)
        SELECT gen_random_uuid(), hub_now(), 'PL-SG', 'x', g::text, 't', hub_now() - interval '1 day', '', 'x', '{HELD}', ARRAY[nextval('delivery_id')]
          FROM generate_series(1, 2100) g RETURNING id, accepted_at, delivery_ids)
       INSERT INTO delivery_open (id, message_id, accepted_at, destination, parked, leased, state, due_at)
       SELECT delivery_ids[1], id, accepted_at, 'HELD', false, false, 'queued', hub_now() FROM filled`,
    );
    await endTerm('message', due);
    await housekeeping.turn();
    assert.equal(await hasBody(due), false);
    const [kept] = await ask<{ count: number }>(`SELECT count(*)::int FROM message WHERE source = 'x' AND body IS NOT NULL`);
    assert.equal(kept?.count, 2100);
  });

  it('is done once when several nodes do it at the same moment', async () => {
    const dead = await Promise.all(Array.from({ length: 20 }, () => submitUntil('dead', 'BAD')));
    const over = await Promise.all(Array.from({ length: 20 }, () => submitUntil('delivered', 'OK')));
    for (const id of dead) await endTerm('dead_letter', id);
    for (const id of [...dead, ...over]) await endTerm('message', id);
    const nodes = [1, 2, 3].map(() => createHousekeeping(room.running.hub));
    await Promise.all(nodes.map((node) => node.turn()));
    await housekeeping.turn();
    assert.deepEqual(new Set(await Promise.all(dead.map(stateOf))), new Set(['discarded']));
    assert.deepEqual(new Set(await Promise.all([...dead, ...over].map(hasBody))), new Set([false]));
    const told = (await recorded('retention.discarded')).filter(({ message_id }) => dead.includes(message_id ?? ''));
    assert.equal(told.length, dead.length);
  });
});
