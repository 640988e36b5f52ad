/**
 * The order of a lane is the order of acceptance: several senders submit batches while several workers finish whatever is
 * theirs to send, some of it at the second attempt, and each lane is still first tried in the order in which it was filled.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination, claim, deliver, fail, LEASE_MS, type ClaimedDelivery } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const LANES = ['k1', 'k2', 'k3'];
/** One batch names the lanes of its messages; each sender submits its batches one after the other. */
const senders = fc.array(fc.array(fc.array(fc.constantFrom(...LANES), { minLength: 1, maxLength: 5 }), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 3,
});
/** Per attempt in turn: whether it fails at first. */
const luck = fc.infiniteStream(fc.integer({ min: 0, max: 3 }).map((drawn) => drawn === 0));

interface Round {
  /** What may be sent now, by the word of the statements alone. */
  readonly ready: string[];
  /** Which delivery each sender submitted into each lane, in its order. */
  readonly submitted: Map<string, string[]>;
  /** Which delivery was tried for the first time in each lane, in the order of these attempts. */
  readonly tried: Map<string, ClaimedDelivery[]>;
  readonly isUnlucky: () => boolean;
  isOver: boolean;
}

describe('the order of a lane', function () {
  this.timeout(60_000);
  const place = useDatabase();
  let database: Database;
  before(async () => {
    database = openDatabase(place.url, { accept: 3, work: 4, reads: 1 }, () => undefined);
    await addDestination(database.work, 'FAST');
  });
  after(() => database.close());

  it('is the order of acceptance for first attempts, however submitting, finishing and failing fall together', async () => {
    const property = fc.asyncProperty(senders, luck, async (plan, stream) => {
      await database.work.query('DELETE FROM delivery_open; DELETE FROM lane; DELETE FROM destination_tally');
      const round: Round = {
        ready: [],
        submitted: new Map(),
        tried: new Map(),
        isOver: false,
        isUnlucky: () => stream.next().value === true,
      };
      const sending = Promise.all(plan.map((batches, index) => submit(round, batches, index)));
      await Promise.all([sending.finally(() => (round.isOver = true)), work(round), work(round)]);
      checkOrder(round, plan.flat(2).length);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  async function submit(round: Round, batches: readonly (readonly string[])[], sender: number): Promise<void> {
    const writer = randomUUID();
    for (const batch of batches) {
      const rows = await accept(
        database.accept,
        writer,
        batch.map((sequenceKey) => ({ destination: 'FAST', sequenceKey })),
      );
      round.ready.push(...rows.flatMap(({ leased, delivery_id }) => (leased ? [delivery_id] : [])));
      for (const [index, lane] of batch.entries()) add(round.submitted, `${sender} ${lane}`, rows[index]?.delivery_id ?? '');
    }
  }

  async function work(round: Round): Promise<void> {
    const writer = randomUUID();
    while (!round.isOver || round.ready.length > 0) {
      const claimed = await claim(database.work, writer, round.ready.splice(0, 2));
      for (const one of claimed) if (!isRetried(round, one)) add(round.tried, one.laneId ?? '', one);
      for (const one of claimed) await attempt(round, writer, one);
    }
  }

  async function attempt(round: Round, writer: string, delivery: ClaimedDelivery): Promise<void> {
    if (!round.isUnlucky()) return void round.ready.push(...(await deliver(database.work, writer, [delivery])));
    await fail(database.work, writer, { delivery, delayMs: 0 });
    const { rows } = await database.work.query<{ id: string }>('SELECT id FROM hub_dispatch($1, $2, 100, 1000, $3, 1000)', [
      writer,
      'FAST',
      LEASE_MS,
    ]);
    round.ready.push(...rows.map(({ id }) => id));
  }
});

const add = <T>(lists: Map<string, T[]>, name: string, item: T): void => void lists.set(name, [...(lists.get(name) ?? []), item]);
const isRetried = ({ tried }: Round, { id, laneId }: ClaimedDelivery): boolean =>
  (tried.get(laneId ?? '') ?? []).some((one) => one.id === id);

function checkOrder({ tried, submitted }: Round, count: number): void {
  const lanes = [...tried.values()];
  assert.equal(lanes.flat().length, count, 'all are tried');
  for (const lane of lanes)
    assert.deepEqual(
      lane.map(({ position }) => position),
      lane.map((_, index) => index + 1),
    );
  for (const ids of submitted.values()) {
    const lane = lanes.find((one) => one.some(({ id }) => id === ids[0])) ?? [];
    assert.deepEqual(
      lane.flatMap(({ id }) => (ids.includes(id) ? [id] : [])),
      ids,
      'each sender’s order is kept',
    );
  }
}
