/**
 * When terms ended, as somebody sees it who only looks into the table: a term that is over counts as ended at the first look that does not
 * find its child waiting any more, so that no figure is smaller than the truth. Also whether any ended before its instant.
 */
import type pg from 'pg';
import { AUTHORITIES, type Planned } from './plan.ts';

interface Timer {
  readonly id: string;
  readonly dueAt: number;
}

export interface LatenessWatch {
  /** Looks once. */
  look(): Promise<void>;
  /** Terms that are over by now and whose children still wait. */
  open(): number;
  /** Milliseconds, one for each term that ended. */
  readonly lateness: readonly number[];
  /** Children that were found ended before the end of their term. */
  readonly early: ReadonlySet<string>;
  /** Milliseconds of the window at which the last term was seen to have ended. */
  lastAt(): number;
}

/** How far ahead it looks for terms that ended early, and at which looks. */
const AHEAD_MS = 1000;
const AHEAD_EVERY = 10;

/** Raced ones may be ended by their answer, and are counted elsewhere. */
export function watchLateness(pool: pg.Pool, plan: readonly Planned[], beginsAt: Date): LatenessWatch {
  const begin = beginsAt.getTime();
  const timers = timersOf(plan, begin);
  const lateness: number[] = [];
  const early = new Set<string>();
  let [reached, looks, lastAt] = [0, 0, 0];
  let open: readonly Timer[] = [];
  const dueBetween = (from: number, until: number): readonly Timer[] => {
    const next = timers.findIndex(({ dueAt }, index) => index >= from && dueAt > until);
    return timers.slice(from, next === -1 ? undefined : next);
  };
  const look = async (): Promise<void> => {
    const { waiting, asked, until, now } = await readWaiting(pool, begin, looks++ % AHEAD_EVERY === 0 ? AHEAD_MS : 0);
    const due = dueBetween(reached, asked);
    reached += due.length;
    const over = [...open, ...due];
    open = over.filter(({ id }) => waiting.has(id));
    for (const { id, dueAt } of over) if (!waiting.has(id)) lateness.push(now - dueAt);
    if (open.length < over.length) lastAt = now - begin;
    for (const { id, dueAt } of dueBetween(reached, until)) if (dueAt > now && !waiting.has(id)) early.add(id);
  };
  return { look, lateness, early, open: () => open.length, lastAt: () => lastAt };
}

const timersOf = (plan: readonly Planned[], begin: number): readonly Timer[] =>
  plan
    .filter(({ course }) => course !== 'RACED')
    .map(({ id, dueAfterMs }): Timer => ({ id, dueAt: begin + dueAfterMs }))
    .sort((one, other) => one.dueAt - other.dueAt);

interface Waiting {
  /** Whose child waits, of terms that end from the beginning of the window until `until`. */
  readonly waiting: ReadonlySet<string>;
  /** Before and after the look, by the clock of the hub. */
  readonly asked: number;
  readonly now: number;
  readonly until: number;
}

const WAITING = `SELECT consultation_id AS id FROM consultation_child
  WHERE authority = ANY($1) AND ended_at IS NULL AND due_at BETWEEN $2 AND $3`;

async function readWaiting(pool: pg.Pool, begin: number, aheadMs: number): Promise<Waiting> {
  const asked = await hubNow(pool);
  const until = asked + aheadMs;
  const { rows } = await pool.query<{ id: string }>(WAITING, [AUTHORITIES, new Date(begin), new Date(until)]);
  return { waiting: new Set(rows.map(({ id }) => id)), asked, until, now: await hubNow(pool) };
}

export async function hubNow(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>('SELECT hub_now() AS now');
  return rows[0]?.now.getTime() ?? 0;
}
