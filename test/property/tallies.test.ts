/**
 * The law of the books: whatever is accepted, claimed, delivered and failed while rows of tallies are being folded, every
 * reader at every moment sees sums that add up, and in the end they are what the tables hold.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination, claim, deliver, fail } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const STATES = ['queued', 'parked', 'delivering', 'waiting_retry', 'delivered', 'dead', 'discarded', 'expired'];
const SUMS = `SELECT sum(created)::int AS created, sum(${STATES.join(' + ')})::int AS accounted FROM destination_tally`;
const TALLY = `SELECT ${[...STATES, 'leased'].map((name) => `coalesce(sum(${name}), 0)::int AS ${name}`).join(', ')} FROM destination_tally`;
const ROWS = `SELECT ${STATES.slice(0, 4)
  .map((name) => `count(*) FILTER (WHERE state = '${name.replace('_', '-')}')::int AS ${name}`)
  .join(', ')},
  (SELECT count(*)::int FROM delivery WHERE state = 'delivered') AS delivered, (SELECT count(*)::int FROM dead_letter) AS dead,
  0 AS discarded, 0 AS expired, count(*) FILTER (WHERE leased)::int AS leased FROM delivery_open`;

/** What one client does with a message: how far it brings it. */
const fates = fc.constantFrom('queued', 'claimed', 'delivered', 'retried', 'dead');
const plans = fc.array(fc.array(fc.record({ fate: fates, keyed: fc.boolean() }), { minLength: 1, maxLength: 8 }), {
  minLength: 2,
  maxLength: 4,
});

type Step = { readonly fate: string; readonly keyed: boolean };

describe('the tallies of destinations', () => {
  const place = useDatabase();
  let database: Database;
  before(async () => {
    database = openDatabase(place.url, { accept: 4, work: 8, reads: 2 }, () => undefined);
    await addDestination(database.reads, 'FAST');
    await addDestination(database.reads, 'OTHER');
  });
  after(() => database.close());

  it('add up for every reader while they are folded, and lose no count', async function () {
    this.timeout(60_000);
    await fc.assert(fc.asyncProperty(plans, holds), { numRuns: 30, endOnFailure: true });
  });

  it('are one row a destination after a fold, and a writer that comes back begins a new one', async () => {
    await fold();
    assert.equal(await rowCount(), 1);
    const writer = randomUUID();
    await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: null }]);
    assert.equal(await rowCount(), 2);
    await fold(64);
    assert.equal(await rowCount(), 2);
  });

  async function holds(plan: readonly (readonly Step[])[]): Promise<void> {
    let isOver = false;
    const untilOver = async (act: () => Promise<void>): Promise<void> => {
      while (!isOver) await act();
    };
    const work = Promise.all(plan.map(live)).finally(() => (isOver = true));
    await Promise.all([work, untilOver(() => fold()), untilOver(() => fold()), untilOver(readerSeesSums)]);
    await readerSeesSums();
    assert.deepEqual((await database.reads.query(TALLY)).rows, (await database.reads.query(ROWS)).rows);
  }

  async function live(steps: readonly Step[]): Promise<void> {
    const writer = randomUUID();
    for (const { fate, keyed } of steps) {
      const [one] = await accept(database.accept, writer, [{ destination: 'FAST', sequenceKey: keyed ? randomUUID() : null }]);
      if (fate === 'queued' || one === undefined) continue;
      const [claimed] = await claim(database.work, writer, [one.delivery_id]);
      assert.ok(claimed);
      if (fate === 'delivered') await deliver(database.work, writer, [claimed]);
      if (fate === 'retried') await fail(database.work, writer, { delivery: claimed, delayMs: 60_000 });
      if (fate === 'dead') await fail(database.work, writer, { delivery: claimed });
    }
  }

  const readerSeesSums = async (): Promise<void> => {
    const [sums] = (await database.reads.query<{ created: number; accounted: number }>(SUMS)).rows;
    assert.equal(sums?.created, sums?.accounted);
  };
  const fold = async (moreThan = 0): Promise<void> => void (await database.work.query('SELECT hub_fold_tallies($1)', [moreThan]));
  const rowCount = async (): Promise<number> => (await database.reads.query('SELECT 1 FROM destination_tally')).rows.length;
});
