/**
 * The race of accept against finish: while one side parks a message behind its predecessor, the other finishes that
 * predecessor. Whoever wins, the successor moves on, order stays, and the tallies tell the truth.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { accept, addDestination, claim, deliver, type ClaimedDelivery } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const ROUNDS = 10_000;
const LANES = 12;
const LONGEST_MS = 120_000;

describe('lanes', () => {
  const place = useDatabase();
  let mine: Database;
  let theirs: Database;

  before(async () => {
    const open = (): Database => openDatabase(place.url, { accept: 2, work: 2, reads: 1 }, () => undefined);
    [mine, theirs] = [open(), open()];
    await addDestination(mine.work, 'FAST');
  });
  after(() => Promise.all([mine.close(), theirs.close()]));

  it('leave nothing behind when accept races against finish ten thousand times', async function () {
    this.timeout(LONGEST_MS + 20_000);
    const finished = new Map<string, number[]>();
    const waiting: string[] = [];
    let accepted = 0;
    let done = 0;
    const note = ({ laneId, position }: ClaimedDelivery): void => {
      finished.set(laneId ?? '', [...(finished.get(laneId ?? '') ?? []), position ?? 0]);
    };
    const submitter = async (): Promise<void> => {
      const writer = randomUUID();
      while (accepted < ROUNDS) {
        const messages = Array.from({ length: Math.min(4, ROUNDS - accepted) }, () => ({
          destination: 'FAST',
          sequenceKey: `k${(accepted += 1) % LANES}`,
        }));
        const rows = await accept(mine.accept, writer, messages);
        waiting.push(...rows.filter(({ leased }) => leased).map(({ delivery_id }) => delivery_id));
      }
    };
    const finisher = async (): Promise<void> => {
      const writer = randomUUID();
      const until = performance.now() + LONGEST_MS;
      while (done < ROUNDS && performance.now() < until) {
        const ids = waiting.splice(0, 1 + Math.floor(Math.random() * LANES));
        if (ids.length === 0) {
          if (accepted === ROUNDS && (await isStuck())) return;
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        const claimed = await claim(theirs.work, writer, ids);
        for (const one of claimed) note(one);
        waiting.push(...(await deliver(theirs.work, writer, claimed)));
        done += claimed.length;
      }
    };
    const isStuck = async (): Promise<boolean> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return waiting.length === 0 && (await orphans()).length > 0;
    };
    await Promise.all([submitter(), submitter(), finisher(), finisher()]);
    assert.deepEqual(await orphans(), []);
    assert.equal(done, ROUNDS);
    for (const positions of finished.values())
      assert.deepEqual(
        positions,
        positions.map((_, index) => index + 1),
      );
    assert.deepEqual((await mine.reads.query('SELECT DISTINCT open FROM lane')).rows, [{ open: 0 }]);
  });

  it('are counted as they are', async () => {
    const writer = randomUUID();
    const rows = await accept(
      mine.accept,
      writer,
      Array.from({ length: 9 }, (_, index) => ({ destination: 'FAST', sequenceKey: `t${index % 3}` })),
    );
    const [first] = rows;
    assert.ok(first);
    await claim(theirs.work, writer, [first.delivery_id]);
    const sums = ['created', 'queued', 'leased', 'parked', 'delivering', 'delivered']
      .map((name) => `sum(${name})::int AS ${name}`)
      .join(', ');
    const tally = (await mine.reads.query<Record<string, number>>(`SELECT ${sums} FROM destination_tally`)).rows[0];
    const open = (
      await mine.reads.query<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued, count(*) FILTER (WHERE leased)::int AS leased,
              count(*) FILTER (WHERE parked)::int AS parked, count(*) FILTER (WHERE state = 'delivering')::int AS delivering FROM delivery_open`,
      )
    ).rows[0];
    assert.deepEqual(open, { queued: 2, leased: 3, parked: 6, delivering: 1 });
    assert.deepEqual(tally, { created: ROUNDS + 9, ...open, delivered: ROUNDS });
  });

  /** Lanes with something unfinished of which nothing moves. */
  async function orphans(): Promise<unknown[]> {
    const { rows } = await mine.reads.query<{ id: string; open: number }>(
      `SELECT l.id, l.open FROM lane l WHERE l.open > 0 AND NOT EXISTS (SELECT 1 FROM delivery_open o WHERE o.lane_id = l.id AND NOT o.parked)
          AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.lane_id = l.id)`,
    );
    return rows;
  }
});
