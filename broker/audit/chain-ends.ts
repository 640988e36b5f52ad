/**
 * Where each chain must reach at least: as far as the last seal says and as far as its own row said before the entries were
 * read. Entries that were appended meanwhile are no fault.
 */
import type pg from 'pg';
import type { AuditFault } from './fault.ts';

export interface ChainEnd {
  readonly chain: string;
  /** The chain's row in audit_chain; absent when it is gone. */
  readonly row?: { readonly n: number; readonly head: string };
  /** The furthest that a seal saw; absent when none saw the chain. */
  readonly sealed?: { readonly n: number; readonly seal: number };
}

/** All chains that have a row or stand in a believed seal and were not empty. */
export async function chainEnds(client: pg.PoolClient): Promise<Map<string, ChainEnd>> {
  const { rows } = await client.query<{ chain: string; n: number | null; head: string; sealed: number | null; seal: number }>(
    `SELECT coalesce(c.id, s.chain_id) AS chain, c.n::float8 AS n, encode(c.head, 'hex') AS head, s.n::float8 AS sealed, s.seal::float8 AS seal
       FROM audit_chain c
       FULL JOIN (SELECT chain_id, max(n) AS n, max(seal) AS seal FROM audit_checkpoint GROUP BY chain_id) s ON s.chain_id = c.id`,
  );
  const ends = rows.map(({ chain, n, head, sealed, seal }): ChainEnd => ({
    chain,
    ...(n === null ? {} : { row: { n, head } }),
    ...(sealed === null ? {} : { sealed: { n: sealed, seal } }),
  }));
  return new Map(ends.map((end) => [end.chain, end]));
}

/** Compares the last number found (0 when none) with what row and seals say. */
export async function checkEnd(client: pg.PoolClient, end: ChainEnd, last: number): Promise<AuditFault[]> {
  const { chain } = end;
  const rowSays = end.row === undefined ? 0 : end.row.n;
  const expected = Math.max(rowSays, end.sealed === undefined ? 0 : end.sealed.n);
  const witness = witnessOf(end, last);
  if (last === 0 && expected > 0) return [vanished(chain, `The chain has no entries; ${witness} saw ${expected}.`)];
  if (last < expected) return [missingTail(chain, { last, expected, witness })];
  if (end.row !== undefined && last === rowSays) return [];
  return beyondItsRow(client, chain, last);
}

const witnessOf = ({ sealed }: ChainEnd, last: number): string =>
  sealed !== undefined && sealed.n > last ? `seal ${sealed.seal}` : 'the row of the chain';

const vanished = (chain: string, words: string): AuditFault => ({ kind: 'vanished-chain', chain, words });

const missingTail = (chain: string, { last, expected, witness }: { last: number; expected: number; witness: string }): AuditFault => ({
  kind: 'missing-tail',
  chain,
  n: last + 1,
  words: `Entries ${last + 1} to ${expected} are missing at the end; ${witness} saw them.`,
});

/** Entries beyond the row that was read before are lawful only when the row has moved as far by now. */
async function beyondItsRow(client: pg.PoolClient, chain: string, last: number): Promise<AuditFault[]> {
  const { rows } = await client.query<{ n: number }>('SELECT n::float8 AS n FROM audit_chain WHERE id = $1', [chain]);
  const row = rows[0];
  if (row === undefined) return [vanished(chain, 'The row of the chain is gone, its entries are still there.')];
  if (row.n >= last) return [];
  return [
    { kind: 'changed', chain, n: row.n + 1, words: `Entries ${row.n + 1} to ${last} lie beyond the end that the row of the chain tells.` },
  ];
}
