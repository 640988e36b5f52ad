/**
 * Verifies the whole audit log against itself and against its seals, page by page. Every entry that a seal covers is proved;
 * younger ones are counted as unsealed, since whoever holds the database could still have written them anew.
 */
import type pg from 'pg';
import { withClient } from '../store/database.ts';
import { createChainCheck, type ChainCheck, type SealedHead } from './chain-check.ts';
import { loadDeletionLaw, wrongDeletion, type DeletionLaw } from './deletion-rules.ts';
import { chainEnds, checkEnd, type ChainEnd } from './chain-ends.ts';
import { layCheckpoints } from './checkpoints.ts';
import { ENTRY_COLUMNS } from './entry-columns.ts';
import type { AuditFault } from './fault.ts';
import { createSignatureCheck, createSigner } from './seal-keys.ts';
import type { StoredEntry } from './stored-entry.ts';

export interface VerifyOptions {
  readonly pool: pg.Pool;
  /** SPKI DER in base64. */
  readonly publicKey?: string;
  /** The private key, where that is at hand: its public half is used. */
  readonly sealKey?: string;
  /** Public keys of earlier years. */
  readonly formerPublicKeys?: readonly string[];
  readonly sealFile?: string;
  /** By which deletions are judged; that of config/law unless given. */
  readonly law?: DeletionLaw;
  /** Told after every page how many entries of about how many are verified. */
  readonly onProgress?: (entries: number, total: number) => void;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly entries: number;
  readonly chains: number;
  readonly seals: number;
  readonly sealedEntries: number;
  /** Younger than the last seal of their chain: not proved. */
  readonly unsealedEntries: number;
  /** How many entries had their content deleted under each rule that they name. */
  readonly deletedUnder: Readonly<Record<string, number>>;
  readonly faults: readonly AuditFault[];
}

type PageRow = StoredEntry & { readonly exactAt: string; readonly heads: readonly string[] | null };

interface Tally {
  readonly client: pg.PoolClient;
  readonly ends: Map<string, ChainEnd>;
  readonly faults: AuditFault[];
  entries: number;
  unsealed: number;
  readonly deletedUnder: Record<string, number>;
  readonly judgeDeletion: Parameters<typeof createChainCheck>[1];
}

const PAGE = 5000;

/** Needs a database that can be written: it keeps what the seals say in a temporary table. */
export function verifyAudit(options: VerifyOptions): Promise<AuditReport> {
  const check = createSignatureCheck(publicKeys(options));
  return withClient(options.pool, async (client) => {
    const { faults, seals } = await layCheckpoints(client, check, options.sealFile);
    const ends = await chainEnds(client);
    const judgeDeletion = await deletionJudge(client, options.law ?? (await loadDeletionLaw()));
    const tally: Tally = { client, ends, faults, judgeDeletion, entries: 0, unsealed: 0, deletedUnder: {} };
    const chains = tally.ends.size;
    const total = [...tally.ends.values()].reduce((sum, { row }) => sum + (row?.n ?? 0), 0);
    await readChains(tally, (entries) => options.onProgress?.(entries, total));
    for (const end of tally.ends.values()) faults.push(...(await checkEnd(client, end, 0)));
    await client.query('DROP TABLE audit_checkpoint');
    return report(tally, { seals, chains });
  });
}

/** Deletions are judged as of now, by the clock of the database. */
async function deletionJudge(client: pg.PoolClient, law: DeletionLaw): Promise<Tally['judgeDeletion']> {
  const { rows } = await client.query<{ now: Date }>('SELECT hub_now() AS now');
  const nowMs = rows[0]?.now.getTime() ?? 0;
  return (deletion) => wrongDeletion(law, deletion, nowMs);
}

const publicKeys = ({ publicKey, sealKey, formerPublicKeys }: VerifyOptions): string[] => [
  ...(publicKey === undefined ? [] : [publicKey]),
  ...(sealKey === undefined ? [] : [createSigner(sealKey).publicKey]),
  ...(formerPublicKeys ?? []),
];

const report = ({ entries, unsealed, deletedUnder, faults }: Tally, counts: { seals: number; chains: number }): AuditReport => ({
  ok: faults.length === 0,
  entries,
  ...counts,
  sealedEntries: entries - unsealed,
  unsealedEntries: unsealed,
  deletedUnder,
  faults,
});

/** Walks all entries in the order of chains and numbers. A chain whose end was checked leaves `ends`. */
async function readChains(tally: Tally, onPage: (entries: number) => void): Promise<void> {
  let current: { readonly chain: string; readonly check: ChainCheck; readonly end: ChainEnd } | undefined;
  const finish = async (): Promise<void> => {
    if (current === undefined) return;
    tally.faults.push(...current.check.faults(), ...(await checkEnd(tally.client, current.end, current.check.last())));
    tally.ends.delete(current.chain);
  };
  for await (const row of entries(tally.client)) {
    if (current?.chain !== row.chain) {
      await finish();
      const end = tally.ends.get(row.chain) ?? { chain: row.chain };
      current = { chain: row.chain, check: createChainCheck(row.chain, tally.judgeDeletion), end };
    }
    count(tally, row, current.end);
    current.check.step(row, sealedHeads(row, current.end));
    if (tally.entries % PAGE === 0) onPage(tally.entries);
  }
  await finish();
}

function count(tally: Tally, row: PageRow, end: ChainEnd): void {
  tally.entries += 1;
  if (row.n > (end.sealed?.n ?? 0)) tally.unsealed += 1;
  if (row.payload !== null || row.deletedUnder === null) return;
  tally.deletedUnder[row.deletedUnder] = (tally.deletedUnder[row.deletedUnder] ?? 0) + 1;
}

/** What seals, and the chain's own row, say of this entry. */
function sealedHeads(row: PageRow, { row: stored }: ChainEnd): SealedHead[] {
  const sealed = (row.heads ?? []).map((text) => text.split(' ')).map(([head = '', seal]) => ({ head, witness: `seal ${seal ?? ''}` }));
  return stored?.n === row.n ? [...sealed, { head: stored.head, witness: 'the row of the chain' }] : sealed;
}

async function* entries(client: pg.PoolClient): AsyncGenerator<PageRow> {
  let after: [string, number, string] = ['00000000-0000-0000-0000-000000000000', -1, '-infinity'];
  for (;;) {
    const { rows } = await client.query<PageRow>(
      `SELECT ${ENTRY_COLUMNS}, e.at::text AS "exactAt",
              (SELECT array_agg(c.head || ' ' || c.seal) FROM audit_checkpoint c WHERE c.chain_id = e.chain_id AND c.n = e.n) AS heads
         FROM audit_entry e WHERE (e.chain_id, e.n, e.at) > ($1, $2, $3) ORDER BY e.chain_id, e.n, e.at LIMIT ${PAGE}`,
      after,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = [last.chain, last.n, last.exactAt];
  }
}
