/**
 * Accepts submissions: a message is accepted when its row is committed, not before. Concurrent submissions share a commit;
 * a batch with a known id takes the careful path (duplicates.ts), a batch with a bad row is tried one by one, and a
 * connection lost during the commit is answered from the store or as OUTCOME_UNKNOWN.
 */
import type pg from 'pg';
import { HubError } from '../contract/errors.ts';
import { receiptOf, type AcceptResult, type Submission } from '../contract/message.ts';
import type { AuditBatch, AuditWriter } from '../audit/writer.ts';
import { databaseError, isDataError, isRolledBack, isUniqueViolation } from '../store/database.ts';
import { createBatcher } from '../contract/batcher.ts';
import { acceptParameters, acceptedFact, besideParameter, type Leasing } from './accept-parameters.ts';
import { dedupeKey, findKnown, sameContent } from './duplicates.ts';

export interface Accepted {
  readonly deliveryId: string;
  readonly destination: string;
  readonly leased: boolean;
}

/** What one line of accepting has for itself, so that two lines never meet in a row: an audit chain and a tally. */
export interface AcceptLine {
  readonly audit: AuditWriter;
  readonly writer: string;
}

export interface AcceptOptions extends Leasing {
  readonly pool: pg.Pool;
  /** Batches that may be in flight together, one a line. */
  readonly lines: readonly AcceptLine[];
  readonly maxBatch: number;
  readonly maxWaiting: number;
  readonly dispatchLeaseMs: number;
  /** Called after the commit, with what was stored. */
  readonly onAccepted: (deliveries: readonly Accepted[]) => void;
}

export interface Acceptor {
  accept(submission: Submission): Promise<AcceptResult>;
  /** Throws ACCEPT_QUEUE_FULL; asked before a body is read. */
  checkRoom(): void;
  idle(): Promise<void>;
}

type LineOptions = AcceptOptions & AcceptLine;
type Outcome = AcceptResult | Error;

interface AcceptedRow {
  readonly message_id: string;
  readonly accepted_at: Date;
  readonly delivery_id: string;
  readonly destination: string;
  readonly leased: boolean;
}

const STATEMENT = 'SELECT * FROM hub_accept($1, $2, $3, $4, $5, $6, $7)';
const MAX_ROUNDS = 5;

export function createAcceptor(options: AcceptOptions): Acceptor {
  const batcher = createBatcher<Submission, AcceptResult>({
    maxBatch: options.maxBatch,
    lingerMs: 0,
    lines: options.lines.map((line) => (items) => acceptBatch(items, { ...options, ...line })),
  });
  const checkRoom = (): void => {
    if (batcher.waiting() >= options.maxWaiting) throw new HubError('ACCEPT_QUEUE_FULL', { retryAfterMs: 1000 });
  };
  return { accept: (submission) => (checkRoom(), batcher.add(submission)), checkRoom, idle: batcher.idle };
}

/** Stores a batch, in rounds: twins and known ids leave it until what is left commits as a whole. */
async function acceptBatch(items: readonly Submission[], options: LineOptions): Promise<Outcome[]> {
  const outcomes = new Map<Submission, Outcome>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pending = items.filter((item) => !outcomes.has(item));
    if (pending.length === 0) break;
    await acceptRound(pending, { options, outcomes, careful: round > 0 });
  }
  return items.map((item) => outcomes.get(item) ?? new HubError('DATABASE_UNAVAILABLE', { retryAfterMs: 1000 }));
}

function firstOfEachKey(items: readonly Submission[]): Submission[] {
  const seen = new Map<string, Submission>();
  for (const item of items) if (!seen.has(dedupeKey(item))) seen.set(dedupeKey(item), item);
  return [...seen.values()];
}

interface Round {
  readonly options: LineOptions;
  readonly outcomes: Map<Submission, Outcome>;
  readonly careful: boolean;
}

async function acceptRound(items: readonly Submission[], round: Round): Promise<void> {
  try {
    const fresh = round.careful ? await settleKnown(items, round) : items;
    if (fresh.length > 0) await store(firstOfEachKey(fresh), round); // their twins are known in the next round
  } catch (error) {
    await settleFailure(items, error, round);
  }
}

/** Answers what was accepted before; gives back what is new. */
async function settleKnown(items: readonly Submission[], { options, outcomes }: Round): Promise<readonly Submission[]> {
  const known = await findKnown(options.pool, items);
  const fresh: Submission[] = [];
  for (const item of items) {
    const before = known.get(dedupeKey(item));
    if (before === undefined) fresh.push(item);
    else if (sameContent(item, before)) outcomes.set(item, { receipt: receiptOf(before), repeated: before.id !== item.id });
    else outcomes.set(item, new HubError('DUPLICATE_CONTENT_DIFFERS', { facts: { messageId: before.id } }));
  }
  return fresh;
}

async function store(items: readonly Submission[], { options, outcomes }: Round): Promise<void> {
  const beside = besideParameter(items, options);
  const run = (batch: AuditBatch): Promise<pg.QueryResult<AcceptedRow>> =>
    options.pool.query<AcceptedRow>({
      name: 'accept',
      text: STATEMENT,
      values: [options.writer, ...acceptParameters(items, options), JSON.stringify(batch), options.dispatchLeaseMs, beside],
    });
  const { rows } = await options.audit.append(items.map(acceptedFact), run);
  const acceptedAt = new Map(rows.map((row) => [row.message_id, row.accepted_at]));
  for (const item of items) {
    const at = acceptedAt.get(item.id);
    if (at !== undefined) outcomes.set(item, { receipt: receiptOf({ id: item.id, acceptedAt: at, sha256: item.sha256 }), repeated: false });
  }
  options.onAccepted(rows.map((row) => ({ deliveryId: row.delivery_id, destination: row.destination, leased: row.leased })));
}

async function settleFailure(items: readonly Submission[], error: unknown, round: Round): Promise<void> {
  if (isUniqueViolation(error)) return; // the next round looks before it stores
  if (isDataError(error)) return settleBadRows(items, error, round);
  if (isRolledBack(error) || isConnectFailure(error)) return fail(items, databaseError(error), round);
  await settleUnknown(items, round);
}

/** One bad row must not fail its neighbours: each is tried alone. */
async function settleBadRows(items: readonly Submission[], error: unknown, round: Round): Promise<void> {
  const [only] = items;
  if (items.length === 1 && only !== undefined) {
    round.outcomes.set(only, new HubError('INVALID_MESSAGE', { cause: error, detail: 'The message holds a value that cannot be stored.' }));
    return;
  }
  for (const item of items) await acceptRound([item], { ...round, careful: true });
}

/** The connection was lost in the middle: what is found was stored, of the rest nobody knows. */
async function settleUnknown(items: readonly Submission[], round: Round): Promise<void> {
  try {
    const fresh = await settleKnown(items, round);
    fail(fresh, new HubError('OUTCOME_UNKNOWN', { retryAfterMs: 1000 }), round);
  } catch (cause) {
    fail(items, new HubError('OUTCOME_UNKNOWN', { cause, retryAfterMs: 1000 }), round);
  }
}

function fail(items: readonly Submission[], error: HubError, { outcomes }: Round): void {
  for (const item of items) if (!outcomes.has(item)) outcomes.set(item, error);
}

const isConnectFailure = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  const text = error instanceof Error ? error.message : '';
  return code === 'ECONNREFUSED' || code === '57P03' || code === '53300' || text.includes('timeout exceeded when trying to connect');
};
