/** Puts dead letters back to delivery: keyed ones at their old place in the lane, all of a call or none. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { jsonBody, reasonOf } from '../../broker/contract/rest-parameters.ts';
import { chooseDeadLetters, raced, refuseUnknown, type Chosen } from './choice.ts';
import { actorOf } from './destinations.ts';
import { resolveDeadLetters } from './problems.ts';

export async function retry(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const body = jsonBody(call);
  const reason = reasonOf(body);
  refuseUnknown(body, ['ids', 'group', 'filter', 'reason']);
  const { total, chosen } = await chooseDeadLetters(hub, body);
  const id = hub.newId();
  if (chosen.length > 0) await retryChosen(hub, chosen, { ...actorOf(call), reason, job: id });
  return { status: 200, body: { job: { id, state: 'done', total, retried: chosen.length } } };
}

interface Doer {
  readonly party: string;
  readonly officer?: string;
  readonly reason: string;
  readonly job: string;
}

async function retryChosen(hub: Hub, chosen: readonly Chosen[], { reason, job, ...actor }: Doer): Promise<void> {
  const facts = chosen.map(({ id, messageId, destination }) => ({
    ...actor,
    event: 'dead-letter.retried' as const,
    messageId,
    facts: { deliveryId: id, destination, reason, job },
  }));
  const back = chosen.map(({ id }) => id);
  await hub.audit.operations
    .append(facts, (batch) =>
      hub.database.work.query('SELECT * FROM hub_retry_dead($1, $2, $3)', [hub.deliveries.operationsWriter, back, JSON.stringify(batch)]),
    )
    .catch((error: unknown) => {
      throw raced(error);
    });
  const destinations = new Set(chosen.map(({ destination }) => destination));
  for (const destination of destinations) hub.deliveries.kick(destination);
  await resolveDeadLetters(hub, destinations);
}
