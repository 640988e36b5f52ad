/** One turn of a retry job on this node: take it in hand, look, decide, act. Each act is one transaction with its audit entries. */
import type pg from 'pg';
import type { AuditFact } from '../audit/chain.ts';
import type { AuditWriter } from '../audit/writer.ts';
import type { Logger, Problems } from '../contract/doors.ts';
import { resolveDeadLetters } from '../store/dead-letter-problems.ts';
import { nextMove, roundOf, type DiedAgain, type JobView, type Move } from './retry-jobs-rule.ts';

export interface RetryJobDoors {
  readonly pool: pg.Pool;
  readonly audit: AuditWriter;
  readonly problems: Problems;
  readonly log: Logger;
  /** The writer id under which this node counts. */
  readonly writer: string;
  /** Looks at a destination's due deliveries at once. */
  readonly kick: (destination: string) => void;
}

interface TakenRow {
  readonly id: string;
  readonly turn: number;
  readonly state: string;
  readonly party: string;
  readonly officer: string | null;
  readonly reason: string;
  readonly rate_per_second: number;
  readonly wait_ms: number;
  readonly settled: number;
  readonly open: number;
  readonly dead_again: number;
}

interface Letter {
  readonly id: string;
  readonly messageId: string;
  readonly destination: string;
}

/** Longer than a turn takes; then another node takes the job over. */
const LEASE_MS = 5000;

/** Answers whether a job was due. */
export async function takeTurn(doors: RetryJobDoors): Promise<boolean> {
  const job = (await ask<TakenRow>(doors, 'SELECT * FROM hub_take_retry_job($1)', [LEASE_MS]))[0];
  if (job === undefined) return false;
  const letters = await nextLetters(doors, job);
  const view = viewOf(job, { letters, died: job.dead_again > 0 ? await diedAgain(doors, job.id) : [] });
  await act(doors, { job, letters, move: nextMove(view) }).catch((error: unknown) => {
    if (!isOvertaken(error)) throw error;
    doors.log.debug({ job: job.id }, 'somebody else moved the retry job on');
  });
  return true;
}

async function nextLetters(doors: RetryJobDoors, job: TakenRow): Promise<Letter[]> {
  const limit = job.state === 'RUNNING' ? roundOf(job.rate_per_second, job.open) : 0;
  if (limit === 0) return [];
  const text = 'SELECT delivery_id::text AS id, message_id AS "messageId", destination FROM hub_next_of_retry_job($1, $2)';
  return ask<Letter>(doors, text, [job.id, limit]);
}

const DIED = `SELECT i.delivery_id::text AS "deliveryId", i.died_of AS fingerprint,
    EXISTS (SELECT 1 FROM retry_job_group k WHERE k.job_id = i.job_id AND k.fingerprint = i.died_of) AS "isKnown", g.delivered = 0 AS "isCanary"
  FROM retry_job_item i JOIN retry_job_group g ON g.job_id = i.job_id AND g.fingerprint = i.fingerprint
  WHERE i.job_id = $1 AND i.state = 'dead' ORDER BY i.n`;

const diedAgain = (doors: RetryJobDoors, job: string): Promise<DiedAgain[]> => ask<DiedAgain>(doors, DIED, [job]);

const viewOf = (job: TakenRow, { letters, died }: { letters: readonly Letter[]; died: readonly DiedAgain[] }): JobView => ({
  state: job.state,
  ratePerSecond: job.rate_per_second,
  next: letters.map(({ id }) => id),
  open: job.open,
  settled: job.settled,
  waitMs: job.wait_ms,
  died,
});

interface Turn {
  readonly job: TakenRow;
  readonly letters: readonly Letter[];
  readonly move: Move;
}

async function act(doors: RetryJobDoors, { job, letters, move }: Turn): Promise<void> {
  switch (move.kind) {
    case 'put-back':
      return putBack(doors, { job, letters, waitMs: move.waitMs });
    case 'rest':
      await ask(doors, 'SELECT hub_rest_retry_job($1, $2, $3)', [job.id, job.turn, move.waitMs]);
      return;
    case 'finish':
      return end(doors, job, { state: 'DONE', why: null, event: 'retry-job.finished' });
    case 'stop':
      return stop(doors, job, move.because);
  }
}

async function putBack(doors: RetryJobDoors, { job, letters, waitMs }: Omit<Turn, 'move'> & { waitMs: number }): Promise<void> {
  const facts = letters.map<AuditFact>(({ id, messageId, destination }) => ({
    party: job.party,
    ...(job.officer === null ? {} : { officer: job.officer }),
    event: 'dead-letter.retried',
    messageId,
    facts: { deliveryId: id, destination, reason: job.reason, job: job.id },
  }));
  const ids = letters.map(({ id }) => id);
  await doors.audit.append(facts, (batch) =>
    ask(doors, 'SELECT hub_put_back($1, $2, $3, $4, $5, $6)', [doors.writer, job.id, job.turn, ids, waitMs, JSON.stringify(batch)]),
  );
  const destinations = new Set(letters.map(({ destination }) => destination));
  for (const destination of destinations) doors.kick(destination);
  await resolveDeadLetters(doors, destinations);
}

/** The letter's cause came back: the others would most likely go the same way. */
async function stop(doors: RetryJobDoors, job: TakenRow, { deliveryId, fingerprint }: DiedAgain): Promise<void> {
  const why = `The delivery ${deliveryId} died again, in the failure group ${fingerprint}.`;
  await doors.problems.raise({
    kind: 'RETRY_STOPPED',
    subject: fingerprint,
    words: `A retry of dead letters was stopped because one died again of the failure group ${fingerprint}. The others stay dead letters. Mend the cause, then retry.`,
    severity: 'critical',
    action: { method: 'GET', path: `/api/v1/operations/jobs/${job.id}` },
  });
  await end(doors, job, { state: 'STOPPED', why, event: 'retry-job.stopped' });
}

interface End {
  readonly state: 'DONE' | 'STOPPED';
  readonly why: string | null;
  readonly event: 'retry-job.finished' | 'retry-job.stopped';
}

async function end(doors: RetryJobDoors, job: TakenRow, { state, why, event }: End): Promise<void> {
  const fact: AuditFact = { event, facts: { job: job.id, by: 'hub', ...(why === null ? {} : { why }) } };
  const about = JSON.stringify({ state, why, by: 'hub' });
  await doors.audit.append([fact], (batch) =>
    ask(doors, 'SELECT hub_end_retry_job($1, $2, $3, $4)', [job.id, job.turn, about, JSON.stringify(batch)]),
  );
}

async function ask<Row extends object>(doors: RetryJobDoors, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await doors.pool.query<Row & pg.QueryResultRow>(text, [...values])).rows;
}

const isOvertaken = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'HB002';
