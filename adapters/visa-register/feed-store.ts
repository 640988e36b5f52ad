/** Remembers how far the change feed was read and which numbers are open, in the tables of this adapter. */
import type { AdapterStore } from '../../broker/contract/doors.ts';

/** A number that is missing or could not be passed on. */
export interface Gap {
  readonly number: number;
  readonly reason: string;
}

export interface OldGaps {
  readonly count: number;
  readonly lowest: number;
  readonly reasons: readonly string[];
}

export interface FeedStore {
  /** How far was read; undefined while another node reads. */
  take(leaseMs: number): Promise<number | undefined>;
  giveBack(): Promise<void>;
  /** One transaction: the gaps are remembered if and only if the number is. */
  advance(readUpTo: number, gaps: readonly Gap[]): Promise<void>;
  /** Open numbers, those behind a number first, in order: so each has its turn, however many there are. */
  gaps(limit: number, behind: number): Promise<readonly number[]>;
  close(numbers: readonly number[]): Promise<void>;
  /** What is known of an open number now. */
  explain(gaps: readonly Gap[]): Promise<void>;
  olderThan(ms: number): Promise<OldGaps>;
}

const TAKE = `UPDATE visa_register_feed SET reader = $1, lease_until = hub_now() + $2::bigint * interval '1 millisecond'
  WHERE id AND (reader IS NULL OR reader = $1 OR lease_until < hub_now()) RETURNING read_up_to::float8 AS at`;

const ADVANCE = `WITH noticed AS (
    INSERT INTO visa_register_gap (number, noticed_at, reason)
    SELECT g.number, hub_now(), g.reason FROM unnest($2::bigint[], $3::text[]) AS g(number, reason)
    ON CONFLICT (number) DO NOTHING)
  UPDATE visa_register_feed SET read_up_to = $1 WHERE id AND read_up_to < $1`;

const GAPS = 'SELECT number::float8 AS at FROM visa_register_gap ORDER BY number <= $2::bigint, number LIMIT $1';

const EXPLAIN = `UPDATE visa_register_gap AS held SET reason = g.reason
  FROM unnest($1::bigint[], $2::text[]) AS g(number, reason) WHERE held.number = g.number AND held.reason <> g.reason`;

const OLD = `SELECT count(*)::int AS count, coalesce(min(number), 0)::float8 AS lowest, coalesce(array_agg(DISTINCT reason), '{}') AS reasons
  FROM visa_register_gap WHERE noticed_at <= hub_now() - $1::bigint * interval '1 millisecond'`;

const columns = (gaps: readonly Gap[]): [number[], string[]] => [gaps.map(({ number }) => number), gaps.map(({ reason }) => reason)];

export function createFeedStore(store: AdapterStore, reader: string): FeedStore {
  return {
    take: async (leaseMs) => (await store.query(TAKE, [reader, leaseMs]))[0]?.at as number | undefined,
    giveBack: async () => void (await store.query('UPDATE visa_register_feed SET reader = NULL WHERE id AND reader = $1', [reader])),
    advance: async (readUpTo, gaps) => void (await store.query(ADVANCE, [readUpTo, ...columns(gaps)])),
    gaps: async (limit, behind) => {
      const rows = await store.query(GAPS, [limit, behind]);
      return rows.map(({ at }) => Number(at));
    },
    close: async (numbers) => void (await store.query('DELETE FROM visa_register_gap WHERE number = ANY ($1::bigint[])', [numbers])),
    explain: async (gaps) => void (await store.query(EXPLAIN, columns(gaps))),
    olderThan: async (ms) => ((await store.query(OLD, [ms]))[0] as OldGaps | undefined) ?? { count: 0, lowest: 0, reasons: [] },
  };
}
