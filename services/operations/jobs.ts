/** Retry jobs for operators: one with its progress, a page of them, and stopping one with a reason. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid, text, wholeNumber } from '../../broker/contract/rest-parameters.ts';
import type { OperationsReason, OperationsRetryJob } from '../../schemas/types.generated.ts';
import { reasonedBody } from './body.ts';
import { raced } from './choice.ts';
import { actorOf } from './destinations.ts';

export const jobPath = (id: string): string => `/api/v1/operations/jobs/${id}`;

type JobRow = Omit<OperationsRetryJob, 'links'>;

/** Groups that are listed with their canary; the figures are of all. */
const MOST_CANARIES = 100;

const instantText = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const JOB = `SELECT j.id AS "jobId", j.state, g.total, g."putBack", g."putBack" - g.delivered - g."deadAgain" - g.ended AS "underWay", g.delivered,
    g."deadAgain", g.ended, g.gone, g.total - g."putBack" - g.gone AS left, j.rate_per_second AS "ratePerSecond", j.choice, j.reason, j.party, j.officer,
    ${instantText('j.begun_at')} AS "begunAt", ${instantText('j.ended_at')} AS "endedAt", j.ended_by AS "endedBy", j.ended_why AS "endedWhy", c.canaries
  FROM retry_job j CROSS JOIN LATERAL (
    SELECT coalesce(sum(x.total), 0)::integer AS total, coalesce(sum(x.put_back), 0)::integer AS "putBack", coalesce(sum(x.delivered), 0)::integer AS delivered,
           coalesce(sum(x.dead_again), 0)::integer AS "deadAgain", coalesce(sum(x.ended), 0)::integer AS ended, coalesce(sum(x.gone), 0)::integer AS gone
      FROM retry_job_group x WHERE x.job_id = j.id) g
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('group', x.fingerprint, 'destination', x.destination, 'deliveryId', x.canary::text, 'state', x.state)
                             ORDER BY x.canary), '[]') AS canaries
      FROM (SELECT y.fingerprint, y.destination, y.canary,
                   CASE WHEN y.delivered > 0 THEN 'delivered' WHEN y.put_back > y.dead_again + y.ended THEN 'under-way'
                        WHEN y.put_back > 0 THEN 'failed' WHEN j.state = 'RUNNING' THEN 'waiting' ELSE 'left' END AS state
              FROM retry_job_group y WHERE y.job_id = j.id ORDER BY y.canary LIMIT ${MOST_CANARIES}) x) c`;

/** Throws NOT_FOUND. */
export async function readJob(hub: Hub, id: string | undefined): Promise<OperationsRetryJob> {
  if (!isUuid(id)) throw new HubError('NOT_FOUND');
  const [row] = (await hub.database.reads.query<JobRow>(`${JOB} WHERE j.id = $1`, [id])).rows;
  if (row === undefined) throw new HubError('NOT_FOUND');
  return viewOf(row);
}

export async function showJob(hub: Hub, call: RestCall): Promise<RestAnswer> {
  return { status: 200, body: await readJob(hub, call.path.id) };
}

/** The latest first; the cursor is the last id of the page before. */
export async function listJobs(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const limit = wholeNumber(call, 'limit', { least: 1, most: 200, otherwise: 20 });
  const after = text(call, 'after');
  if (after !== null && !isUuid(after))
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/after', detail: 'is not a cursor of this list' }] });
  const page = `${JOB} WHERE $1::uuid IS NULL OR (j.begun_at, j.id) < (SELECT a.begun_at, a.id FROM retry_job a WHERE a.id = $1)
    ORDER BY j.begun_at DESC, j.id DESC LIMIT $2`;
  const { rows } = await hub.database.reads.query<JobRow>(page, [after, limit]);
  return { status: 200, body: { jobs: rows.map(viewOf), next: rows.length === limit ? (rows.at(-1)?.jobId ?? null) : null } };
}

/** What is under way goes on; what was not put back stays dead. Throws NOT_FOUND, REASON_REQUIRED, INVALID_STATE when it ended before. */
export async function stopJob(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { reason } = reasonedBody<OperationsReason>(hub, call, '_operations/reason.schema.json');
  const { jobId } = await readJob(hub, call.path.id);
  const actor = actorOf(call);
  const fact = { ...actor, event: 'retry-job.stopped' as const, facts: { job: jobId, by: 'operator', why: reason } };
  const end = JSON.stringify({ state: 'STOPPED', by: actor.officer ?? actor.party, why: reason });
  await hub.audit.operations
    .append([fact], (batch) => hub.database.work.query('SELECT hub_end_retry_job($1, NULL, $2, $3)', [jobId, end, JSON.stringify(batch)]))
    .catch((error: unknown) => {
      throw raced(error);
    });
  return { status: 200, body: await readJob(hub, jobId) };
}

const viewOf = (row: JobRow): OperationsRetryJob => ({ ...row, links: { self: jobPath(row.jobId), stop: `${jobPath(row.jobId)}/stop` } });
