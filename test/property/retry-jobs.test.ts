/** The laws of a retry job, on its statements in a real database and on its rule: canary, lanes, stopping, and that it never waits for nothing. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { nextMove, returned, roundOf, type DiedAgain, type JobView } from '../../broker/delivery/retry-jobs-rule.ts';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { useDatabase } from '../support/suite-database.ts';

const NO_AUDIT = JSON.stringify({ entries: [] });
const MOST = 4;

interface Letter {
  readonly group: number;
  /** Null: no lane. */
  readonly lane: number | null;
}

/** What becomes of a letter once it is put back. */
type Fate = 'delivered' | 'discarded';

const letters = fc.array(fc.record({ group: fc.nat(2), lane: fc.option(fc.nat(2)) }), { minLength: 1, maxLength: 14 });
const fates = fc.infiniteStream(fc.record({ which: fc.nat(99), fate: fc.constantFrom<Fate>('delivered', 'delivered', 'discarded') }));

describe('a retry job', function () {
  this.timeout(60_000);
  const place = useDatabase();
  let database: Database;
  before(() => {
    database = openDatabase(place.url, { accept: 1, work: 1, reads: 1 }, () => undefined);
  });
  after(() => database.close());
  const ask = async <Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> =>
    (await database.work.query<Row & Record<string, unknown>>(text, [...values])).rows;

  it('always has a letter to put back, one under way, or none left; keeps lanes in order, and lets one of an unproven group out', async () => {
    await fc.assert(
      fc.asyncProperty(letters, fates, async (wanted, stream) => {
        const ids = await bury(wanted);
        const job = randomUUID();
        await ask('SELECT hub_begin_retry_job($1, $2, $3, 1000, 90, $4)', [job, aboutOf(), JSON.stringify({ ids }), NO_AUDIT]);
        const world: World = { job, ids, wanted, out: new Set(), proven: new Set(), done: new Map() };
        for (let step = 0; world.done.size < ids.length; step += 1) {
          assert.ok(step <= 2 * ids.length, 'it comes to an end');
          await putBackSome(world);
          checkLaws(world);
          const { which, fate } = stream.next().value as { which: number; fate: Fate };
          await settleOne(world, { which, fate });
        }
        const [left] = await ask<{ count: number }>(
          `SELECT count(*)::integer AS count FROM retry_job_item WHERE job_id = $1 AND state IN ('waiting', 'back')`,
          [job],
        );
        await ask('SELECT * FROM hub_observe_retry_job($1)', [job]);
        assert.ok((left?.count ?? 0) <= 1, 'only the last outcome was not observed');
      }),
      { numRuns: 25 },
    );
  });

  interface World {
    readonly job: string;
    readonly ids: readonly string[];
    readonly wanted: readonly Letter[];
    readonly out: Set<number>;
    /** Groups of which one was delivered and observed. */
    readonly proven: Set<number>;
    readonly done: Map<number, Fate>;
  }

  const aboutOf = (): string => JSON.stringify({ party: 'OPERATOR', officer: 'OFF-1', reason: 'test', rate_per_second: 200 });

  async function bury(wanted: readonly Letter[]): Promise<string[]> {
    const lanes = [randomUUID(), randomUUID(), randomUUID()];
    const ids: string[] = [];
    for (const [index, { group, lane }] of wanted.entries()) {
      const [row] = await ask<{ id: string }>(
        `INSERT INTO dead_letter (delivery_id, message_id, accepted_at, destination, sender, type, lane_id, position, lane_released, cause, fingerprint,
           attempts, mapping_version, died_at, delete_after)
         VALUES (nextval('delivery_id'), gen_random_uuid(), hub_now(), 'PL-A', 'PL-B', 'test', $1, $2, true, 'TOO_OLD', $3, 1, '1', hub_now(), hub_now())
         RETURNING delivery_id::text AS id`,
        [lane === null ? null : lanes[lane], lane === null ? null : index + 1, `g${group}`],
      );
      ids.push(row?.id ?? '');
    }
    return ids;
  }

  async function putBackSome({ job, ids, out }: World): Promise<void> {
    const [taken] = await ask<{ turn: number }>(`UPDATE retry_job SET turn = turn + 1 WHERE id = $1 RETURNING turn`, [job]);
    await ask('SELECT hub_observe_retry_job($1)', [job]);
    const next = await ask<{ id: string }>('SELECT delivery_id::text AS id FROM hub_next_of_retry_job($1, $2)', [job, MOST]);
    assert.ok(next.length <= MOST);
    if (next.length > 0) {
      const values = [randomUUID(), job, taken?.turn, next.map(({ id }) => id), 0, NO_AUDIT];
      await ask('SELECT hub_put_back($1, $2, $3, $4, $5, $6)', values);
    }
    for (const { id } of next) out.add(ids.indexOf(id));
  }

  function checkLaws({ wanted, out, proven, done }: World): void {
    assert.ok(out.size > 0, 'it does not wait for nothing');
    for (const group of [0, 1, 2]) {
      const ofGroup = [...out].filter((index) => wanted[index]?.group === group);
      if (!proven.has(group)) assert.ok(ofGroup.length <= 1, 'one canary a group');
    }
    for (const index of out) {
      const lane = wanted[index]?.lane ?? null;
      if (lane === null) continue;
      for (let earlier = 0; earlier < index; earlier += 1)
        if (wanted[earlier]?.lane === lane) assert.ok(done.has(earlier), 'the earlier of a lane first');
    }
  }

  async function settleOne({ ids, wanted, out, proven, done }: World, { which, fate }: { which: number; fate: Fate }): Promise<void> {
    const index = [...out][which % out.size] ?? 0;
    await ask(
      `WITH gone AS (DELETE FROM delivery_open WHERE id = $1 RETURNING *)
       INSERT INTO delivery (id, message_id, accepted_at, destination, state, attempts, finished_at)
       SELECT id, message_id, accepted_at, destination, $2, attempt, hub_now() FROM gone`,
      [ids[index], fate],
    );
    out.delete(index);
    done.set(index, fate);
    if (fate === 'delivered') proven.add(wanted[index]?.group ?? 0);
  }
});

const died = fc.record({
  deliveryId: fc.nat(99).map(String),
  fingerprint: fc.constantFrom('a', 'b', 'c'),
  isKnown: fc.boolean(),
  isCanary: fc.boolean(),
});

describe('the rule of a retry job', () => {
  const view = (over: Partial<JobView>): JobView => ({
    ...{ state: 'RUNNING', ratePerSecond: 20, next: [], open: 0, settled: 0, waitMs: 0, died: [] },
    ...over,
  });

  it('takes no more than its rate over any time, save one round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 100 }), (ratePerSecond, rounds) => {
        let at = 0;
        let count = 0;
        for (let round = 0; round < rounds; round += 1) {
          const next = Array.from({ length: roundOf(ratePerSecond, 0) }, String);
          const move = nextMove(view({ ratePerSecond, next }));
          assert.ok(move.kind === 'put-back');
          count += move.ids.length;
          assert.ok(count <= (ratePerSecond * at) / 1000 + roundOf(ratePerSecond, 0) + 1e-9);
          at += move.waitMs;
        }
      }),
    );
  });

  it('stops exactly when a known cause, a canary or a second death of one cause is among the dead, whatever may go back', () => {
    fc.assert(
      fc.property(fc.array(died, { maxLength: 6 }), fc.boolean(), (dead: DiedAgain[], hasMore) => {
        const repeats = new Set(dead.map(({ fingerprint }) => fingerprint)).size < dead.length;
        const expected = repeats || dead.some(({ isKnown, isCanary }) => isKnown || isCanary);
        assert.equal(returned(dead) !== undefined, expected);
        assert.equal(nextMove(view({ died: dead, next: hasMore ? ['1'] : [] })).kind === 'stop', expected);
      }),
    );
  });

  it('never ends while a letter is under way, and does nothing more for a job that ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(5000), fc.nat(3), (open, waitMs, settled) => {
        const move = nextMove(view({ open, waitMs, settled }));
        assert.ok(move.kind === 'rest' && move.waitMs >= 100 && move.waitMs <= 2000);
        assert.equal(nextMove(view({ state: 'STOPPED', open, next: ['1'] })).kind, 'rest');
        assert.equal(roundOf(200, 500), 0);
      }),
    );
  });
});
