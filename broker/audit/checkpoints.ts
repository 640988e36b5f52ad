/**
 * Checks the seals one after the other and lays down what each said of the chains in a temporary table, so that verifying
 * needs the same memory for a day and for ten years.
 */
import { existsSync } from 'node:fs';
import type pg from 'pg';
import type { AuditFault } from './fault.ts';
import { readSealFile } from './seal-file.ts';
import type { SignatureCheck } from './seal-keys.ts';
import { parseHeads, SEAL_COLUMNS, SEAL_START, sealHash, type Seal } from './seal.ts';

const PAGE = 500;

/** Lists of faults and counts that grow while an audit log is read. */
export interface SealFindings {
  readonly faults: AuditFault[];
  seals: number;
}

/** Believes only seals whose signature and hash hold. The client keeps the table `audit_checkpoint` until its session ends. */
export async function layCheckpoints(client: pg.PoolClient, check: SignatureCheck, sealFile?: string): Promise<SealFindings> {
  await client.query('CREATE TEMP TABLE IF NOT EXISTS audit_checkpoint (chain_id uuid, n bigint, head text, seal bigint)');
  await client.query('TRUNCATE audit_checkpoint');
  const findings: SealFindings = { faults: [], seals: 0 };
  const last = await checkStoredSeals(client, check, findings);
  await checkNewestSeal(client, last, findings);
  if (sealFile !== undefined) await checkSealFile({ client, check, findings, path: sealFile });
  await client.query('CREATE INDEX IF NOT EXISTS audit_checkpoint_by_entry ON audit_checkpoint (chain_id, n)');
  await client.query('ANALYZE audit_checkpoint');
  return findings;
}

async function checkStoredSeals(client: pg.PoolClient, check: SignatureCheck, findings: SealFindings): Promise<number> {
  let before = { n: 0, hash: SEAL_START };
  for (;;) {
    const { rows } = await client.query<Seal>(`SELECT ${SEAL_COLUMNS} FROM audit_seal WHERE n > $1 ORDER BY n LIMIT ${PAGE}`, [before.n]);
    if (rows.length === 0) return before.n;
    const good: Seal[] = [];
    for (const seal of rows) {
      const faults = [...sealGap(before.n, seal.n), ...sealFaults(seal, check, seal.n === before.n + 1 ? before.hash : undefined)];
      findings.faults.push(...faults);
      if (!faults.some(({ kind }) => kind === 'bad-seal')) good.push(seal);
      before = seal;
    }
    findings.seals += rows.length;
    await layHeads(client, good);
  }
}

function sealGap(before: number, n: number): AuditFault[] {
  if (n === before + 1) return [];
  const words = n === before + 2 ? `Seal ${before + 1} was removed.` : `Seals ${before + 1} to ${n - 1} were removed.`;
  return [{ kind: 'missing-seal', n: before + 1, words }];
}

function sealFaults(seal: Seal, check: SignatureCheck, previous: string | undefined): AuditFault[] {
  const hash = sealHash(seal);
  const bad = (words: string): AuditFault[] => [{ kind: 'bad-seal', n: seal.n, words: `Seal ${seal.n} ${words}.` }];
  if (hash.toString('hex') !== seal.hash) return bad('was changed: its hash does not fit what it says');
  if (!check(seal.keyId, hash, Buffer.from(seal.signature, 'hex'))) return bad('is not signed by a known key');
  if (previous !== undefined && previous !== seal.previous) return bad('does not follow from the seal before it');
  return [];
}

async function layHeads(client: pg.PoolClient, seals: readonly Seal[]): Promise<void> {
  const rows = seals.flatMap((seal) => parseHeads(seal.heads).map((head) => ({ ...head, seal: seal.n })));
  await client.query(
    `INSERT INTO audit_checkpoint SELECT h.chain, h.n, h.head, h.seal
       FROM json_to_recordset($1::json) AS h(chain uuid, n bigint, head text, seal bigint)`,
    [JSON.stringify(rows)],
  );
}

/** The sealer's own note of the last number it gave tells when the newest seals are gone. */
async function checkNewestSeal(client: pg.PoolClient, last: number, findings: SealFindings): Promise<void> {
  const { rows } = await client.query<{ given: number | null }>(
    'SELECT max(seal)::float8 AS given FROM audit_sealed_head WHERE seal > $1 AND NOT EXISTS (SELECT FROM audit_seal WHERE n >= seal)',
    [last],
  );
  const given = rows[0]?.given ?? 0;
  if (given > last) findings.faults.push(...sealGap(last, given + 1));
}

interface FileCheck {
  readonly client: pg.PoolClient;
  readonly check: SignatureCheck;
  readonly findings: SealFindings;
  readonly path: string;
}

/** Seals that stand only in the file still bear witness: their heads count like those of the database. */
async function checkSealFile({ client, check, findings, path }: FileCheck): Promise<void> {
  if (!existsSync(path)) {
    findings.faults.push({ kind: 'missing-seal', words: 'The seal file is gone.' });
    return;
  }
  for await (const page of readSealFile(path, PAGE)) {
    const seals = page.filter((seal) => seal !== undefined);
    if (seals.length < page.length) findings.faults.push({ kind: 'bad-seal', words: 'The seal file holds a line that is no seal.' });
    const bad = seals.flatMap((seal) =>
      sealFaults(seal, check, undefined).map((fault) => ({ ...fault, words: `In the seal file: ${fault.words}` })),
    );
    findings.faults.push(...bad);
    await compareWithStored(
      client,
      seals.filter((seal) => !bad.some(({ n }) => n === seal.n)),
      findings,
    );
  }
}

async function compareWithStored(client: pg.PoolClient, seals: readonly Seal[], findings: SealFindings): Promise<void> {
  const { rows } = await client.query<{ n: number; hash: string }>(
    `SELECT n::float8 AS n, encode(hash, 'hex') AS hash FROM audit_seal WHERE n = ANY($1)`,
    [seals.map(({ n }) => n)],
  );
  const stored = new Map(rows.map(({ n, hash }) => [n, hash]));
  const differing = seals.filter(({ n, hash }) => stored.get(n) !== hash);
  const known = new Set(findings.faults.filter(({ kind }) => kind === 'missing-seal').map(({ n }) => n));
  for (const { n } of differing) {
    if (stored.has(n)) findings.faults.push({ kind: 'bad-seal', n, words: `Seal ${n} is not the one that the seal file holds.` });
    else if (!known.has(n))
      findings.faults.push({ kind: 'missing-seal', n, words: `Seal ${n} stands in the seal file but was removed here.` });
  }
  await layHeads(client, differing);
}
