/** Begins retries: a job that puts dead letters back little by little, in the order of their lanes, after a canary of each group. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { OperationsRetryRequest } from '../../schemas/types.generated.ts';
import { reasonedBody, type Reasoned } from './body.ts';
import { choiceOf, chooseDeadLetters, raced } from './choice.ts';
import { actorOf } from './destinations.ts';
import { jobPath, readJob } from './jobs.ts';

/** More are left for the next job. */
const MOST_IN_A_JOB = 10_000;
const RATE_PER_SECOND = 20;
/** Ended jobs are forgotten after so many days. */
const KEEP_DAYS = 90;

/** Throws REASON_REQUIRED, INVALID_SETTING, and INVALID_STATE when a named letter is no dead letter or in an unfinished job. */
export async function retry(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const body = reasonedBody<OperationsRetryRequest>(hub, call, '_operations/retry-request.schema.json');
  const choice = choiceOf(body);
  if (choice.ids !== null) await chooseDeadLetters(hub, choice);
  const id = hub.newId();
  await begin(hub, call, { id, body });
  return { status: 202, headers: { location: jobPath(id) }, body: await readJob(hub, id) };
}

async function begin(hub: Hub, call: RestCall, { id, body }: { id: string; body: Reasoned<OperationsRetryRequest> }): Promise<void> {
  const actor = actorOf(call);
  const choice = JSON.stringify(choiceOf(body));
  const ratePerSecond = body.ratePerSecond ?? RATE_PER_SECOND;
  const about = JSON.stringify({ ...actor, reason: body.reason, rate_per_second: ratePerSecond });
  const { ids, group, filter, reason } = body;
  const fact = { ...actor, event: 'retry-job.begun' as const, facts: { job: id, ids, group, filter, ratePerSecond, reason } };
  await hub.audit.operations
    .append([fact], (batch) =>
      hub.database.work.query('SELECT hub_begin_retry_job($1, $2, $3, $4, $5, $6)', [
        ...[id, about, choice, MOST_IN_A_JOB, KEEP_DAYS],
        JSON.stringify(batch),
      ]),
    )
    .catch((error: unknown) => {
      throw raced(error);
    });
}
