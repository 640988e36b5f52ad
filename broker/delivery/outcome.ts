/**
 * Records what came of deliveries, with their audit entries: micro-batched, one call and one commit. An outcome is never
 * dropped: while the database is away it is tried again; a claim that was lost meanwhile makes it a superseded attempt.
 */
import type pg from 'pg';
import { createHash } from 'node:crypto';
import type { AuditFact } from '../audit/chain.ts';
import type { AuditWriter } from '../audit/writer.ts';
import type { SendResult } from '../contract/adapter.ts';
import type { ErrorCode } from '../contract/error-catalogue.ts';
import type { Logger } from '../contract/doors.ts';
import type { RetrySettings } from '../../config/config.ts';
import { createBatcher } from '../contract/batcher.ts';
import type { VersionChange } from '../pipeline/steps/cast-version.ts';
import type { Claimed } from './claim.ts';
import type { Verdict } from './retry-policy.ts';

export interface Outcome {
  readonly delivery: Claimed;
  readonly result: SendResult;
  readonly verdict: Verdict;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly mappingVersion: string;
  /** Present when the recipient gets another version than the stored one. */
  readonly change?: VersionChange;
  readonly policy: RetrySettings;
  /** True while the destination is known to have failed before: an answer then closes its breaker. */
  readonly wasFailing: boolean;
}

interface OutcomeOptions {
  readonly pool: pg.Pool;
  readonly audit: AuditWriter;
  readonly writer: string;
  readonly node: string;
  readonly log: Logger;
  readonly dispatchLeaseMs: number;
  readonly keepDays: (type: string) => number;
  readonly lingerMs: number;
  readonly isStopping: () => boolean;
  readonly onPromoted: (destination: string, ids: string[]) => void;
}

export interface OutcomeRecorder {
  record(outcome: Outcome): Promise<'recorded' | 'superseded'>;
  idle(): Promise<void>;
}

interface OutcomeRow {
  readonly kind: 'promoted' | 'superseded';
  readonly id: string;
  readonly destination: string | null;
}

const RETRY_MS = 500;

export function createOutcomeRecorder(options: OutcomeOptions): OutcomeRecorder {
  const batcher = createBatcher<Outcome, 'recorded' | 'superseded'>({
    maxBatch: 256,
    lingerMs: options.lingerMs,
    lines: [(outcomes) => recordUntilDone(outcomes, options)],
  });
  return { record: batcher.add, idle: batcher.idle };
}

async function recordUntilDone(outcomes: readonly Outcome[], options: OutcomeOptions): Promise<('recorded' | 'superseded')[]> {
  for (;;) {
    try {
      return await recordBatch(outcomes, options);
    } catch (error) {
      options.log.warn({ count: outcomes.length, reason: String(error) }, 'outcomes could not be recorded; trying again');
      if (options.isStopping()) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function recordBatch(outcomes: readonly Outcome[], options: OutcomeOptions): Promise<('recorded' | 'superseded')[]> {
  const rows = await options.audit.append(outcomes.map(auditFact), async (batch) => {
    const result = await options.pool.query<OutcomeRow>({
      name: 'outcome',
      text: 'SELECT * FROM hub_outcome($1, $2, $3, $4, $5)',
      values: [
        options.writer,
        JSON.stringify(outcomes.map((outcome) => outcomeRow(outcome, options))),
        JSON.stringify(batch),
        options.dispatchLeaseMs,
        JSON.stringify(breakerMoves(outcomes)),
      ],
    });
    return result.rows;
  });
  announcePromoted(rows, options);
  const superseded = new Set(rows.filter((row) => row.kind === 'superseded').map((row) => row.id));
  return outcomes.map((outcome) => (superseded.has(outcome.delivery.id) ? 'superseded' : 'recorded'));
}

function announcePromoted(rows: readonly OutcomeRow[], options: OutcomeOptions): void {
  const byDestination = new Map<string, string[]>();
  for (const { kind, id, destination } of rows) {
    if (kind !== 'promoted' || destination === null) continue;
    byDestination.set(destination, [...(byDestination.get(destination) ?? []), id]);
  }
  for (const [destination, ids] of byDestination) options.onPromoted(destination, ids);
}

function outcomeRow(outcome: Outcome, options: OutcomeOptions): Record<string, unknown> {
  const { delivery, result, verdict } = outcome;
  const base = { id: delivery.id, claim: delivery.claim, kind: verdict.kind, lane_id: delivery.laneId };
  if (verdict.kind === 'delivered') return base;
  if (verdict.kind === 'awaiting') return { ...base, within_ms: verdict.withinMs };
  return {
    ...base,
    attempt: delivery.attempt,
    message_id: delivery.messageId,
    destination: delivery.destination,
    started_at: outcome.startedAt,
    duration_ms: Math.round(outcome.durationMs),
    outcome: result.kind,
    error_code: codeOf(result),
    ...wireColumns(result),
    node: options.node,
    keep_days: options.keepDays(delivery.type),
    type: delivery.type,
    sender: delivery.sender,
    mapping_version: outcome.mappingVersion,
    ...(verdict.kind === 'retry'
      ? { delay_ms: verdict.delayMs }
      : { cause: verdict.cause, fingerprint: fingerprintOf(outcome, verdict.cause) }),
  };
}

const wireColumns = ({ wire }: SendResult): Record<string, unknown> => ({
  status: wire?.status ?? null,
  sent: wire?.sent?.toString('hex') ?? null,
  received: wire?.received?.toString('hex') ?? null,
});

const codeOf = (result: SendResult): ErrorCode => ('code' in result ? result.code : 'INTERNAL');

/** Dead letters with the same cause, destination and type belong to one failure group. */
function fingerprintOf({ delivery, result }: Outcome, cause: ErrorCode): string {
  const parts = [cause, codeOf(result), result.wire?.status ?? '', delivery.destination, delivery.type];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

function breakerMoves(outcomes: readonly Outcome[]): Record<string, unknown>[] {
  const moves = new Map<string, { connection_errors: number; reached: boolean; hold: boolean; policy: RetrySettings }>();
  for (const { delivery, result, policy, wasFailing } of outcomes) {
    const move = moves.get(delivery.destination) ?? { connection_errors: 0, reached: false, hold: false, policy };
    if (result.kind === 'transient' && result.connection) move.connection_errors += 1;
    else move.reached ||= wasFailing;
    move.hold ||= result.kind === 'permanent' && result.hold === true;
    moves.set(delivery.destination, move);
  }
  return [...moves]
    .filter(([, move]) => move.connection_errors > 0 || move.reached || move.hold)
    .map(([destination, { policy, ...move }]) => ({
      destination,
      ...move,
      open_after: policy.breakerOpenAfter,
      probe_ms: policy.breakerProbeEveryMs,
      hold_reason: 'The recipient answered that its address is gone.',
    }));
}

const EVENTS = {
  delivered: 'delivery.delivered',
  awaiting: 'delivery.handed-over',
  retry: 'delivery.failed',
  dead: 'delivery.dead',
} as const satisfies Record<Verdict['kind'], AuditFact['event']>;

function auditFact({ delivery, result, verdict, change }: Outcome): AuditFact {
  const failure = 'code' in result ? { code: result.code, status: result.wire?.status } : {};
  return {
    event: EVENTS[verdict.kind],
    party: delivery.destination,
    messageId: delivery.messageId,
    facts: {
      deliveryId: delivery.id,
      attempt: delivery.attempt,
      ...failure,
      ...(verdict.kind === 'dead' ? { cause: verdict.cause } : {}),
      ...(change === undefined ? {} : { version: change }),
    },
  };
}
