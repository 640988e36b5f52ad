/** Authorities that turn the pages of their work lists while everything else goes on; beside it the same page by SQL alone. */
import type pg from 'pg';
import { Agent, request } from 'undici';
import { run, type Paced } from '../pace.ts';
import { AUTHORITIES } from './plan.ts';
import type { Callers } from './seats.ts';

interface Turning {
  readonly url: string;
  readonly callers: Callers;
  readonly seconds: number;
}

const PAGES_A_SECOND = 10;
const PAGE = 50;
/** Then from the first again. */
const MOST_PAGES = 20;

export async function turnPages({ url, callers, seconds }: Turning): Promise<Paced> {
  const dispatcher = new Agent({ connections: 2 });
  const [headers] = AUTHORITIES.slice(-1).map((code) => callers.get(code));
  let [after, pages]: [string | undefined, number] = [undefined, 0];
  try {
    return await run({ callers: 1, seconds, rate: PAGES_A_SECOND }, async () => {
      const query = `max=${PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
      const { statusCode, body } = await request(`${url}/api/v1/consultations/work-list?${query}`, { dispatcher, headers: headers ?? {} });
      const page = (await body.json()) as { readonly items?: readonly unknown[]; readonly next?: string };
      pages += 1;
      after = pages % MOST_PAGES === 0 ? undefined : page.next;
      return { ok: statusCode === 200 && page.items?.length === PAGE };
    });
  } finally {
    await dispatcher.destroy();
  }
}

const BARE = `SELECT k.consultation_id, c.reference, c.application_number, k.state, k.delivered_at, k.due_at FROM consultation_child k
  JOIN consultation c ON c.id = k.consultation_id WHERE k.authority = $1 AND k.ended_at IS NULL AND k.due_at IS NOT NULL
  ORDER BY k.due_at, k.consultation_id LIMIT ${PAGE}`;

export const turnBarePages = (pool: pg.Pool, seconds: number): Promise<Paced> =>
  run({ callers: 1, seconds }, async () => ({ ok: (await pool.query(BARE, [AUTHORITIES[0]])).rowCount === PAGE }));
