/**
 * One writer of audit entries: owns one chain and has one transaction in flight, so that the next number is given out
 * only when the one before is committed or rolled back. When the outcome of a commit is unknown, the writer leaves its
 * chain as it is and begins a new one: a chain is never guessed at.
 */
import type pg from 'pg';
import type { Clock } from '../contract/doors.ts';
import { chainStart, linkEntries, type AuditFact, type ChainEntry } from './chain.ts';

/** What a statement needs to append entries in its own transaction. */
export interface AuditBatch {
  readonly chain: string;
  readonly after: number;
  readonly head: string;
  readonly entries: readonly ChainEntry[];
}

export interface AuditWriter {
  /** Links the facts to the chain, runs the statement with them, and moves on only when it committed. Calls take turns. */
  append<T>(facts: readonly AuditFact[], run: (batch: AuditBatch) => Promise<T>): Promise<T>;
}

interface WriterOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly node: string;
  readonly name: string;
  /** True when the error proves that nothing was committed. */
  readonly isRolledBack: (error: unknown) => boolean;
}

export async function createAuditWriter(options: WriterOptions): Promise<AuditWriter> {
  let chain = await beginChain(options);
  let broken = false;
  let turn: Promise<unknown> = Promise.resolve();

  const appendInTurn = async <T>(facts: readonly AuditFact[], run: (batch: AuditBatch) => Promise<T>): Promise<T> => {
    if (broken) {
      chain = await beginChain(options);
      broken = false;
    }
    const { entries, head } = linkEntries(chain, facts, new Date(options.clock.now()).toISOString());
    try {
      const result = await run({ chain: chain.chainId, after: chain.n, head: head.toString('hex'), entries });
      chain = { chainId: chain.chainId, n: chain.n + entries.length, head };
      return result;
    } catch (error) {
      broken = !options.isRolledBack(error) || (error as { code?: unknown }).code === 'HB001';
      throw error;
    }
  };

  return {
    append: (facts, run) => {
      const result = turn.then(() => appendInTurn(facts, run));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}

async function beginChain(options: WriterOptions): Promise<{ chainId: string; n: number; head: Buffer }> {
  const chainId = options.newId();
  const head = chainStart(chainId);
  await options.pool.query('INSERT INTO audit_chain (id, node, writer, started_at, head) VALUES ($1, $2, $3, hub_now(), $4)', [
    chainId,
    options.node,
    options.name,
    head,
  ]);
  return { chainId, n: 0, head };
}
