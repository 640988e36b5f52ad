/**
 * The sealer: signs what every chain says, every few seconds, so that from then on nobody can change, remove or cut off an
 * entry unseen, not even with the database in hand. Any number of nodes may run one: an advisory lock lets one seal at a time.
 */
import type pg from 'pg';
import type { Clock, Logger } from '../contract/doors.ts';
import { withClient } from '../store/database.ts';
import { appendSeals, lastSealInFile } from './seal-file.ts';
import { createSigner, type Signer } from './seal-keys.ts';
import { headsText, SEAL_COLUMNS, SEAL_START, sealHash, type ChainHead, type Seal } from './seal.ts';
import { ADVISORY_LOCKS } from '../store/advisory-locks.ts';

const LOCK = ADVISORY_LOCKS.sealing;
/** Bounds the size of one seal; chains beyond it come into the next. */
const MAX_CHAINS = 5000;
const FILE_PAGE = 500;

export interface SealerOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** Ed25519 private key, PKCS#8 DER in base64. */
  readonly sealKey: string;
  readonly everyMs: number;
  /** Keeps a copy of the seals outside the database. */
  readonly sealFile?: string;
  readonly log: Logger;
}

export interface Sealer {
  start(): void;
  /** Ends the timer and waits for a seal in hand. Idempotent. */
  stop(): Promise<void>;
  /** Seals now; undefined when no chain moved or another node is sealing. */
  sealNow(): Promise<Seal | undefined>;
}

export function createSealer(options: SealerOptions): Sealer {
  const signer = createSigner(options.sealKey);
  const copy = options.sealFile === undefined ? undefined : createFileCopy(options.pool, options.sealFile);
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const sealNow = (): Promise<Seal | undefined> => {
    const result = turn.then(async () => {
      const seal = await sealOnce(options, signer);
      await copy?.();
      return seal;
    });
    turn = result.catch(() => undefined);
    return result;
  };
  const tick = (): void => {
    sealNow().catch((error: unknown) => options.log.error({ error: String(error) }, 'the audit chains could not be sealed'));
  };

  return {
    start: () => {
      timer ??= setInterval(tick, options.everyMs);
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await turn;
    },
    sealNow,
  };
}

const sealOnce = (options: SealerOptions, signer: Signer): Promise<Seal | undefined> =>
  withClient(options.pool, async (client) => {
    await client.query('BEGIN');
    const seal = await sealInTransaction(client, options.clock, signer);
    await client.query('COMMIT');
    return seal;
  });

async function sealInTransaction(client: pg.PoolClient, clock: Clock, signer: Signer): Promise<Seal | undefined> {
  const lock = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [LOCK]);
  if (lock.rows[0]?.mine !== true) return undefined;
  const heads = await movedChains(client);
  if (heads.length === 0) return undefined;
  const tail = await sealTail(client);
  const unsigned = { n: tail.n + 1, sealedAt: new Date(clock.now()).toISOString(), heads: headsText(heads), previous: tail.hash };
  const hash = sealHash(unsigned);
  const seal = { ...unsigned, hash: hash.toString('hex'), signature: signer.sign(hash).toString('hex'), keyId: signer.keyId };
  await store(client, seal, heads);
  return seal;
}

async function movedChains(client: pg.PoolClient): Promise<ChainHead[]> {
  const { rows } = await client.query<ChainHead>(
    `SELECT c.id AS chain, c.n::float8 AS n, encode(c.head, 'hex') AS head
       FROM audit_chain c LEFT JOIN audit_sealed_head s ON s.chain_id = c.id
      WHERE (s.chain_id IS NULL AND c.n > 0) OR (s.chain_id IS NOT NULL AND (c.n <> s.n OR c.head <> s.head))
      ORDER BY c.started_at, c.id LIMIT ${MAX_CHAINS}`,
  );
  return rows;
}

/** Numbers go on after the highest ever given, so that removed seals leave a gap. */
async function sealTail(client: pg.PoolClient): Promise<{ n: number; hash: string }> {
  const { rows } = await client.query<{ n: number; hash: string }>(
    `SELECT coalesce(greatest(s.n, given.n), 0)::float8 AS n, coalesce(encode(s.hash, 'hex'), '${SEAL_START}') AS hash
       FROM (SELECT max(seal) AS n FROM audit_sealed_head) given
       LEFT JOIN (SELECT n, hash FROM audit_seal ORDER BY n DESC LIMIT 1) s ON true`,
  );
  return rows[0] ?? { n: 0, hash: SEAL_START };
}

async function store(client: pg.PoolClient, seal: Seal, heads: readonly ChainHead[]): Promise<void> {
  await client.query(
    `INSERT INTO audit_seal (n, sealed_at, heads, previous, hash, signature, key_id)
     VALUES ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), decode($6, 'hex'), $7)`,
    [seal.n, seal.sealedAt, seal.heads, seal.previous, seal.hash, seal.signature, seal.keyId],
  );
  await client.query(
    `INSERT INTO audit_sealed_head (chain_id, n, head, seal)
     SELECT h.chain, h.n, decode(h.head, 'hex'), $2 FROM json_to_recordset($1::json) AS h(chain uuid, n bigint, head text)
     ON CONFLICT (chain_id) DO UPDATE SET n = excluded.n, head = excluded.head, seal = excluded.seal`,
    [JSON.stringify(heads), seal.n],
  );
}

/** Brings the file up to the database, the seals of other nodes included; what a crash or a full disk left out follows later. */
function createFileCopy(pool: pg.Pool, path: string): () => Promise<void> {
  let written: number | undefined;
  const writePage = async (after: number): Promise<number> => {
    const { rows } = await pool.query<Seal>(`SELECT ${SEAL_COLUMNS} FROM audit_seal WHERE n > $1 ORDER BY n LIMIT ${FILE_PAGE}`, [after]);
    if (rows.length > 0) await appendSeals(path, rows);
    return rows.at(-1)?.n ?? after;
  };
  return async () => {
    let before = -1;
    let now = written ?? (await lastSealInFile(path));
    written = undefined;
    while (now !== before) {
      before = now;
      now = await writePage(before);
    }
    written = now;
  };
}
