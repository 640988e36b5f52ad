/**
 * Claims what tickets named: micro-batched over all destinations, one statement a batch. What cannot be claimed is
 * answered with undefined and forgotten; its due time in PostgreSQL still stands.
 */
import type pg from 'pg';
import { createBatcher, type Batcher } from '../contract/batcher.ts';

export interface Claimed {
  readonly id: string;
  readonly claim: string;
  readonly messageId: string;
  readonly destination: string;
  readonly laneId: string | null;
  readonly position: string | null;
  readonly attempt: number;
  readonly firstFailedAt: Date | null;
  readonly type: string;
  readonly sender: string;
  readonly body: Buffer;
}

/** Fresh from the claim: what an adapter is given. */
export interface ClaimedMessage extends Claimed {
  readonly acceptedAt: Date;
}

interface ClaimOptions {
  readonly pool: pg.Pool;
  readonly writer: string;
  readonly node: string;
  readonly newId: () => string;
  readonly claimLeaseMs: number;
  readonly lingerMs: number;
}

export interface Claimer {
  claim(id: string): Promise<ClaimedMessage | undefined>;
  /** Claims one delivery that must be run with nothing beside it. */
  claimAlone(id: string): Promise<ClaimedMessage | undefined>;
}

interface ClaimRow {
  readonly id: string;
  readonly message_id: string;
  readonly accepted_at: Date;
  readonly destination: string;
  readonly lane_id: string | null;
  readonly pos: string | null;
  readonly attempt: number;
  readonly first_failed_at: Date | null;
  readonly type: string;
  readonly sender: string;
  readonly body: Buffer | null;
}

export function createClaimer(options: ClaimOptions): Claimer {
  const batcher: Batcher<string, ClaimedMessage | undefined> = createBatcher({
    maxBatch: 256,
    lingerMs: options.lingerMs,
    lines: [(ids) => claimBatch(ids, false, options)],
  });
  return { claim: batcher.add, claimAlone: async (id) => (await claimBatch([id], true, options))[0] };
}

async function claimBatch(ids: readonly string[], alone: boolean, options: ClaimOptions): Promise<(ClaimedMessage | undefined)[]> {
  const claim = options.newId();
  const { rows } = await options.pool.query<ClaimRow>({
    name: 'claim',
    text: 'SELECT * FROM hub_claim($1, $2, $3, $4, $5, $6)',
    values: [options.writer, [...new Set(ids)], claim, options.node, options.claimLeaseMs, alone],
  });
  const claimed = new Map(rows.map((row) => [row.id, toClaimed(row, claim)]));
  return ids.map((id) => {
    const found = claimed.get(id);
    claimed.delete(id); // a ticket that came twice is served once
    return found;
  });
}

const toClaimed = (row: ClaimRow, claim: string): ClaimedMessage => ({
  id: row.id,
  claim,
  messageId: row.message_id,
  acceptedAt: row.accepted_at,
  destination: row.destination,
  laneId: row.lane_id,
  position: row.pos,
  attempt: row.attempt,
  firstFailedAt: row.first_failed_at,
  type: row.type,
  sender: row.sender,
  body: row.body ?? Buffer.alloc(0),
});
