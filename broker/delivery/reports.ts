/** What the message path tells people: dead letters as problems, poison as an outcome. */
import type pg from 'pg';
import type { Problems } from '../contract/doors.ts';
import type { RetrySettings } from '../../config/config.ts';
import type { Claimed } from './claim.ts';
import type { OutcomeRecorder } from './outcome.ts';

export const reportDead = (delivery: Pick<Claimed, 'destination' | 'type'>, problems: Problems): Promise<void> =>
  problems.raise({
    kind: 'DEAD_LETTERS',
    subject: delivery.destination,
    words: `Messages to ${delivery.destination} could not be delivered and wait for a decision. Look at the cause, then retry or discard them.`,
    severity: 'critical',
    action: { method: 'POST', path: '/api/v1/operations/dead-letters/retries' },
  });

interface PoisonDoors {
  readonly pool: pg.Pool;
  readonly recorder: OutcomeRecorder;
  readonly problems: Problems;
  readonly policyOf: (destination: string) => RetrySettings;
}

interface PoisonRow {
  readonly message_id: string;
  readonly destination: string;
  readonly lane_id: string | null;
  readonly position: string | null;
  readonly attempt: number;
  readonly first_failed_at: Date | null;
  readonly claim_until: Date;
  readonly type: string;
  readonly party: string;
}

const FIND_POISON = `SELECT o.message_id, o.destination, o.lane_id, o.position, o.attempt, o.first_failed_at, o.claim_until, m.type, m.party
  FROM delivery_open o JOIN message m ON m.id = o.message_id AND m.accepted_at = o.accepted_at WHERE o.id = $1 AND o.claim_token = $2`;

/** The node died three times over this delivery, two of them with nothing beside it: quarantine. */
export async function recordPoison({ id, claim }: { id: string; claim: string }, doors: PoisonDoors): Promise<void> {
  const { rows } = await doors.pool.query<PoisonRow>(FIND_POISON, [id, claim]);
  const row = rows[0];
  if (row === undefined) return;
  const delivery: Claimed = {
    id,
    claim,
    messageId: row.message_id,
    destination: row.destination,
    laneId: row.lane_id,
    position: row.position,
    attempt: row.attempt,
    firstFailedAt: row.first_failed_at,
    type: row.type,
    sender: row.party,
    body: Buffer.alloc(0),
  };
  await doors.recorder.record({
    delivery,
    result: { kind: 'permanent', code: 'POISON' },
    verdict: { kind: 'dead', cause: 'POISON' },
    startedAt: row.claim_until.toISOString(),
    durationMs: 0,
    mappingVersion: 'none',
    policy: doors.policyOf(row.destination),
    wasFailing: false,
  });
  await reportDead(delivery, doors.problems);
}
