/**
 * The whole life of deliveries against a small model: whatever is accepted, dispatched, claimed, settled, lost in a crash,
 * expired, put back, discarded, released, held or fetched, in any order, the statements do what the model says and the laws hold.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { all, createModel, type Model } from '../support/delivery-model.ts';
import { checkBooks, checkLanes, checkPositions, createOrderCheck, readTables, type DeliveryRow } from '../support/delivery-laws.ts';
import { steps } from '../support/delivery-steps.ts';
import type { World } from '../support/delivery-world.ts';
import { addDestination } from '../support/message-path.ts';
import { useDatabase } from '../support/suite-database.ts';

const TABLES = ['delivery_open', 'delivery', 'dead_letter', 'lane', 'message', 'dedupe', 'destination_tally', 'attempt', 'expiry_notice'];
const CLEAR = [
  ...TABLES.map((table) => `DELETE FROM ${table}`),
  'UPDATE hub_clock SET offset_ms = 0',
  'UPDATE destination SET held_since = NULL',
];

describe('the state machine of deliveries', function () {
  this.timeout(60_000);
  const place = useDatabase();
  let database: Database;
  before(async () => {
    database = openDatabase(place.url, { accept: 1, work: 3, reads: 1 }, () => undefined);
    for (const name of ['FAST', 'SLOW']) await addDestination(database.work, name);
    await addDestination(database.work, 'MAILBOX', 'mailbox');
  });
  after(() => database.close());

  it('does what its model says and keeps its laws, whatever happens in whatever order', async () => {
    const commands = fc.commands(steps, { maxCommands: 60, size: 'max' });
    const property = fc.asyncProperty(commands, (drawn) => fc.asyncModelRun(() => begin(), drawn));
    await fc.assert(property, { numRuns: 70 });
  });

  const begin = async (): Promise<{ model: Model; real: World }> => {
    await database.work.query(CLEAR.join('; '));
    const { rows } = await database.work.query<{ now: Date }>('SELECT hub_now() AS now');
    const writers = [randomUUID(), randomUUID()] as const;
    const isInOrder = createOrderCheck();
    const check = async (model: Model): Promise<void> => {
      const tables = await readTables(database.work);
      checkBooks(tables);
      checkLanes(tables);
      isInOrder(tables);
      checkPositions(tables);
      assert.deepEqual(tables.rows.map(seen).sort(byId), all(model).map(foretold).sort(byId));
    };
    return {
      model: createModel(),
      real: { pool: database.work, beganMs: rows[0]?.now.getTime() ?? 0, writers, claims: [], leases: [], check },
    };
  };
});

type Look = Omit<DeliveryRow, 'lane' | 'released'> & { readonly isInLane: boolean; readonly isReleased: boolean };

const byId = (a: Look, b: Look): number => Number(a.id) - Number(b.id);
const seen = ({ lane, released, ...row }: DeliveryRow): Look => ({ ...row, isInLane: lane !== null, isReleased: released });

function foretold(one: ReturnType<typeof all>[number]): Look {
  const { id, destination, position, state, leased, attempt, isInLane } = one;
  const strikes = ['delivered', 'dead', 'discarded', 'expired'].includes(state) ? 0 : one.strikes;
  return { id, destination, position, state, leased, attempt, strikes, isInLane, isReleased: state === 'dead' && one.isReleased };
}
