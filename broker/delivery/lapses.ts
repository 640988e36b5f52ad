/** Deliveries whose claim ran out in a way that is an outcome by itself: the node died over them, or the recipient stayed silent. */
import type pg from 'pg';
import type { Clock, Problems } from '../contract/doors.ts';
import type { SendResult } from '../contract/adapter.ts';
import type { RetrySettings } from '../../config/config.ts';
import type { Claimed } from './claim.ts';
import type { OutcomeRecorder } from './outcome.ts';
import { reportDead } from './reports.ts';
import { judge, type Verdict } from './retry-policy.ts';

export interface LapseDoors {
  readonly pool: pg.Pool;
  readonly recorder: OutcomeRecorder;
  readonly problems: Problems;
  readonly clock: Clock;
  readonly policyOf: (destination: string) => RetrySettings;
}

interface Lapse {
  readonly id: string;
  readonly claim: string;
}

/** The node died three times over this delivery, two of them with nothing beside it: quarantine. */
export async function recordPoison(lapse: Lapse, doors: LapseDoors): Promise<void> {
  const found = await findLapsed(lapse, doors.pool);
  if (found !== undefined)
    await record({ ...found, result: { kind: 'permanent', code: 'POISON' }, verdict: { kind: 'dead', cause: 'POISON' } }, doors);
}

/** Handed over, and not acknowledged in time: sent again at once, for it has waited long enough, until it is too old. */
export async function recordUnacknowledged(lapse: Lapse, doors: LapseDoors): Promise<void> {
  const found = await findLapsed(lapse, doors.pool);
  if (found === undefined) return;
  const { attempt, firstFailedAt, destination } = found.delivery;
  const result: SendResult = { kind: 'transient', code: 'NOT_ACKNOWLEDGED', connection: false };
  const failingForMs = firstFailedAt === null ? 0 : doors.clock.now() - firstFailedAt.getTime();
  const verdict = judge(result, { attempt, failingForMs }, { ...doors.policyOf(destination), firstDelayMs: 0, random: 0.5 });
  await record({ ...found, result, verdict }, doors);
}

interface Lapsed {
  readonly delivery: Claimed;
  readonly claimUntil: Date;
}

async function record(
  { delivery, claimUntil, ...end }: Lapsed & { result: SendResult; verdict: Verdict },
  doors: LapseDoors,
): Promise<void> {
  await doors.recorder.record({
    ...end,
    delivery,
    startedAt: claimUntil.toISOString(),
    durationMs: 0,
    mappingVersion: 'none',
    policy: doors.policyOf(delivery.destination),
    wasFailing: false,
  });
  if (end.verdict.kind === 'dead') await reportDead(delivery, doors.problems);
}

interface LapsedRow {
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

const FIND = `SELECT o.message_id, o.destination, o.lane_id, o.position, o.attempt, o.first_failed_at, o.claim_until, m.type, m.party
  FROM delivery_open o JOIN message m ON m.id = o.message_id AND m.accepted_at = o.accepted_at WHERE o.id = $1 AND o.claim_token = $2`;

async function findLapsed({ id, claim }: Lapse, pool: pg.Pool): Promise<Lapsed | undefined> {
  const { rows } = await pool.query<LapsedRow>({ name: 'lapsed', text: FIND, values: [id, claim] });
  const row = rows[0];
  if (row === undefined) return undefined;
  const { message_id: messageId, lane_id: laneId, first_failed_at: firstFailedAt, claim_until: claimUntil, party: sender, ...same } = row;
  return { claimUntil, delivery: { ...same, id, claim, messageId, laneId, firstFailedAt, sender, body: Buffer.alloc(0) } };
}
