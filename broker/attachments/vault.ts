/**
 * Keeps attachments in PostgreSQL, sealed piece by piece. Every piece is a statement of its own, so an upload holds neither a transaction
 * nor a connection while its sender is slow; what was begun and not kept is found by its age and deleted.
 */
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Attachment, AttachmentVault, StoredBytes } from '../contract/attachments.ts';
import type { Logger } from '../contract/doors.ts';
import { HubError } from '../contract/errors.ts';
import { createPieceSeal, masterKey, type MasterKey } from './piece-seal.ts';
import { piecesOf } from './pieces.ts';

export interface VaultOptions {
  readonly pool: pg.Pool;
  readonly masterKeys: readonly MasterKey[];
  readonly keepUnusedMs: number;
  readonly log: Logger;
}

const PIECE_BYTES = 256 * 1024;

interface AttachmentRow {
  readonly id: string;
  readonly party: string;
  readonly media_type: string;
  readonly sha256: Buffer;
  readonly size_bytes: string;
  readonly expires_at: Date;
  readonly message_id: string | null;
}

const BEGIN = `INSERT INTO attachment (id, party, media_type, key_id, begun_at, expires_at)
  SELECT $1, $2, $3, $4, t.now, t.now + interval '1 hour' FROM (SELECT hub_now() AS now) t`;
const ADD = 'INSERT INTO attachment_piece (attachment_id, n, sealed) VALUES ($1, $2, $3)';
const KEEP = `SELECT id, party, media_type, sha256, size_bytes, expires_at FROM hub_keep_attachment($1, $2, $3, $4, $5, $6)`;
const COLUMNS = 'a.id, a.party, a.media_type, a.sha256, a.size_bytes, a.expires_at';
const USABLE = `SELECT ${COLUMNS} FROM attachment a WHERE a.id = ANY ($1) AND a.party = $2 AND a.is_kept AND a.expires_at > hub_now()`;
const READABLE = `SELECT ${COLUMNS}, u.message_id FROM attachment a
  LEFT JOIN LATERAL (SELECT m.id AS message_id FROM attachment_use u JOIN message m ON m.id = u.message_id AND m.accepted_at = u.accepted_at
     WHERE u.attachment_id = a.id AND (m.party = $2 OR $2 = ANY (m.destinations)) ORDER BY u.accepted_at, u.message_id LIMIT 1) u ON true
  WHERE a.id = $1 AND a.is_kept AND (u.message_id IS NOT NULL OR a.party = $2 AND (a.is_used OR a.expires_at > hub_now()))`;
const USED = 'SELECT FROM attachment_use WHERE message_id = $1 AND attachment_id = $2';
const PIECE = `SELECT p.sealed, a.key_id FROM attachment a JOIN attachment_piece p ON p.attachment_id = a.id AND p.n = $2 WHERE a.id = $1`;
const LAST = 'SELECT max(n) AS n FROM attachment_piece WHERE attachment_id = $1';

export function createVault(options: VaultOptions): AttachmentVault {
  const { pool } = options;
  return {
    store: (about, bytes) => store(about, bytes, options),
    keep: async ({ id, sha256, sizeBytes, pieces }, batch) => {
      const values = [id, Buffer.from(sha256, 'hex'), sizeBytes, pieces, options.keepUnusedMs, JSON.stringify(batch)];
      const { rows } = await pool.query<AttachmentRow>(KEEP, values);
      return rows.map(attachmentOf)[0] ?? neverKept();
    },
    drop: async (id) => {
      await pool.query('DELETE FROM attachment WHERE id = $1 AND NOT is_kept', [id]).catch((error: unknown) => {
        options.log.warn({ attachment: id, reason: String(error) }, 'an unfinished attachment is left to housekeeping');
      });
    },
    usable: async (party, ids) => (await pool.query<AttachmentRow>(USABLE, [ids, party])).rows.map(attachmentOf),
    readable: async (party, id) => {
      const [row] = (await pool.query<AttachmentRow>(READABLE, [id, party])).rows;
      return row === undefined ? undefined : { attachment: attachmentOf(row), messageId: row.message_id };
    },
    open: (id) => openPieces(id, options),
    read: (messageId, id) => readUsed({ messageId, id }, options),
  };
}

const neverKept = (): never => {
  throw new HubError('INTERNAL', { detail: 'An upload was deleted before it was whole.' });
};

const attachmentOf = (row: AttachmentRow): Attachment => ({
  id: row.id,
  party: row.party,
  mediaType: row.media_type,
  sha256: row.sha256.toString('hex'),
  sizeBytes: Number(row.size_bytes),
  expiresAt: row.expires_at,
});

interface About {
  readonly party: string;
  readonly mediaType: string;
}

async function store({ party, mediaType }: About, bytes: AsyncIterable<Buffer>, options: VaultOptions): Promise<StoredBytes> {
  const id = randomUUID();
  const master = masterKey(options.masterKeys, undefined);
  const seal = createPieceSeal(master, id);
  const hash = createHash('sha256');
  let [sizeBytes, pieces] = [0, 0];
  await options.pool.query(BEGIN, [id, party, mediaType, master.id]);
  try {
    for await (const { bytes: piece, n, isLast } of piecesOf(bytes, PIECE_BYTES)) {
      hash.update(piece);
      await options.pool.query({ name: 'attachment-piece', text: ADD, values: [id, n, seal.seal({ id, n, isLast }, piece)] });
      sizeBytes += piece.length;
      pieces += 1;
    }
  } catch (error) {
    await options.pool.query('DELETE FROM attachment WHERE id = $1', [id]).catch(() => undefined); // housekeeping finds it
    throw error;
  }
  return { id, sha256: hash.digest('hex'), sizeBytes, pieces };
}

interface PieceRow {
  readonly sealed: Buffer;
  readonly key_id: string;
}

/** One piece in memory and no connection held while the reader is slow. */
async function* openPieces(id: string, { pool, masterKeys }: VaultOptions): AsyncGenerator<Buffer> {
  const last = (await pool.query<{ n: number | null }>(LAST, [id])).rows[0]?.n ?? undefined;
  if (last === undefined) throw new HubError('ATTACHMENT_GONE');
  for (let n = 0; n <= last; n += 1) {
    const { rows } = await pool.query<PieceRow>({ name: 'attachment-open', text: PIECE, values: [id, n] });
    const [row] = rows;
    if (row === undefined) throw new HubError('ATTACHMENT_SPOILT', { detail: 'A piece of an attachment is missing.' });
    yield createPieceSeal(masterKey(masterKeys, row.key_id), id).open({ id, n, isLast: n === last }, row.sealed);
  }
}

async function* readUsed({ messageId, id }: { messageId: string; id: string }, options: VaultOptions): AsyncGenerator<Buffer> {
  if ((await options.pool.query(USED, [messageId, id])).rowCount !== 1) throw new HubError('ATTACHMENT_GONE');
  yield* openPieces(id, options);
}
