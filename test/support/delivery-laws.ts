/** The laws that hold of deliveries after every change, whoever made it, read from the tables and never from a model. */
import assert from 'node:assert/strict';
import type pg from 'pg';

export interface DeliveryRow {
  readonly id: string;
  readonly destination: string;
  readonly lane: string | null;
  readonly position: number | null;
  readonly state: string;
  readonly leased: boolean;
  readonly attempt: number;
  readonly strikes: number;
  /** Of a dead letter: its lane went on without it. */
  readonly released: boolean;
}

interface LaneRow {
  readonly id: string;
  readonly destination: string;
  readonly next: number;
  readonly open: number;
  readonly isMailbox: boolean;
}

type TallyRow = Readonly<Record<string, number | string>>;

export interface Tables {
  readonly rows: readonly DeliveryRow[];
  readonly lanes: readonly LaneRow[];
  readonly tallies: readonly TallyRow[];
}

const STATES = ['queued', 'parked', 'delivering', 'waiting-retry', 'delivered', 'dead', 'discarded', 'expired'] as const;
const OPEN: readonly string[] = STATES.slice(0, 4);
const column = (state: string): string => state.replace('-', '_');

const ROWS = `SELECT o.id::text, o.destination, o.lane_id AS lane, o.position::int, o.state, o.leased, o.attempt, o.strikes, false AS released FROM delivery_open o
  UNION ALL SELECT x.delivery_id::text, x.destination, x.lane_id, x.position::int, 'dead', false, x.attempts, 0, x.lane_released FROM dead_letter x
  UNION ALL SELECT d.id::text, d.destination, d.lane_id, d.position::int, d.state, false, d.attempts, 0, false FROM delivery d`;
const LANES = `SELECT l.id, l.destination, l.next_position::int AS next, l.open, q.adapter = 'mailbox' AS "isMailbox" FROM lane l JOIN destination q ON q.name = l.destination`;
const TALLIES = `SELECT destination, ${['created', 'leased', ...STATES.map(column)].map((name) => `sum(${name})::int AS ${name}`).join(', ')}
  FROM destination_tally GROUP BY destination`;

export async function readTables(pool: pg.Pool): Promise<Tables> {
  const [rows, lanes, tallies] = await Promise.all([
    pool.query<DeliveryRow>(ROWS),
    pool.query<LaneRow>(LANES),
    pool.query<TallyRow>(TALLIES),
  ]);
  return { rows: rows.rows, lanes: lanes.rows, tallies: tallies.rows };
}

/** What was created is somewhere, both in the counts and in the tables. */
export function checkBooks({ rows, tallies }: Tables): void {
  for (const { destination, created, ...counted } of tallies) {
    const mine = rows.filter((row) => row.destination === destination);
    const found = STATES.map((state) => [column(state), mine.filter((row) => row.state === state).length]);
    assert.equal(created, mine.length, `created at ${destination}`);
    assert.deepEqual(
      counted,
      { leased: mine.filter(({ leased }) => leased).length, ...Object.fromEntries(found) },
      `tally of ${destination}`,
    );
  }
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, 'each delivery is in one table');
}

/** One of a lane moves at a time, something always moves, and what does not is held up by a dead letter. */
export function checkLanes({ rows, lanes }: Tables): void {
  for (const lane of lanes) {
    const mine = rows.filter((row) => row.lane === lane.id);
    const blocking = mine.filter(({ state, released }) => state === 'dead' && !released);
    const open = mine.filter(({ state }) => OPEN.includes(state));
    const moving = open.filter(({ state }) => state !== 'parked');
    assert.equal(lane.open, open.length + blocking.length, 'a lane counts what is unfinished in it');
    if (lane.isMailbox) continue;
    assert.ok(moving.length + blocking.length <= 1, `one of a lane moves at a time: ${JSON.stringify(mine)}`);
    assert.ok(open.length === 0 || moving.length + blocking.length === 1, `an orphan waits in a lane: ${JSON.stringify(mine)}`);
    const first = Math.min(...open.map(({ position }) => position ?? 0));
    for (const { position } of moving) assert.equal(position, first, 'the first of a lane moves');
  }
}

/** Lanes give positions out without a gap, and none is forgotten, whatever became of the delivery and of its place in the lane. */
export function checkPositions({ rows, lanes, tallies }: Tables): void {
  for (const { destination } of tallies) {
    const given = lanes.filter((lane) => lane.destination === destination).flatMap(({ next }) => numbersTo(next - 1));
    const found = rows.flatMap((row) => (row.destination === destination && row.position !== null ? [row.position] : []));
    assert.deepEqual(found.sort(byNumber), given.sort(byNumber), `positions at ${destination}`);
  }
}
const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const byNumber = (a: number, b: number): number => a - b;

/** Sees that what a lane delivers is delivered in the order of positions. */
export function createOrderCheck(): (tables: Tables) => void {
  const seen = new Set<string>();
  const furthest = new Map<string, number>();
  return ({ rows }) => {
    const arrived = rows.filter(({ id, state, lane }) => state === 'delivered' && lane !== null && !seen.has(id));
    for (const { id, lane, position } of arrived.sort((a, b) => (a.position ?? 0) - (b.position ?? 0))) {
      seen.add(id);
      assert.ok((position ?? 0) > (furthest.get(lane ?? '') ?? 0), `position ${position} of lane ${lane} was delivered after a later one`);
      furthest.set(lane ?? '', position ?? 0);
    }
  };
}
