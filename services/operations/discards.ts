/** Gives dead letters up, or lets their lanes go on without them: each with a reason, all of a call or nothing. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { resolveDeadLetters } from '../../broker/store/dead-letter-problems.ts';
import type { OperationsDiscardRequest, OperationsReleaseRequest } from '../../schemas/types.generated.ts';
import { reasonedBody } from './body.ts';
import { choiceOf, chooseDeadLetters, raced } from './choice.ts';
import { actorOf } from './destinations.ts';

interface MovedRow {
  readonly kind: 'discarded' | 'released' | 'promoted';
  readonly id: string;
  readonly destination: string | null;
}

type Facts = Parameters<Hub['audit']['operations']['append']>[0];
type Statement = { readonly text: string; readonly values: (batch: string) => unknown[] };

export async function discard(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const body = reasonedBody<OperationsDiscardRequest>(hub, call, '_operations/discard-request.schema.json');
  const { reason } = body;
  const { total, chosen } = await chooseDeadLetters(hub, choiceOf(body));
  if (chosen.length === 0) return { status: 200, body: { total, discarded: 0 } };
  const actor = actorOf(call);
  const facts = chosen.map(({ id, messageId, destination }) => ({
    ...actor,
    event: 'dead-letter.discarded' as const,
    messageId,
    facts: { deliveryId: id, destination, reason },
  }));
  const ids = chosen.map(({ id }) => id);
  await move(hub, facts, {
    text: 'SELECT * FROM hub_discard_dead($1, $2, $3, $4, $5)',
    values: (batch) => [hub.deliveries.operationsWriter, ids, reason, batch, hub.config.delivery.dispatchLeaseMs],
  });
  const destinations = chosen.map(({ destination }) => destination);
  await resolveDeadLetters({ pool: hub.database.reads, problems: hub.problems }, destinations);
  return { status: 200, body: { total, discarded: chosen.length } };
}

export async function releaseLane(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const body = reasonedBody<OperationsReleaseRequest>(hub, call, '_operations/release-request.schema.json');
  const { reason } = body;
  const lane = await blockedLane(hub, body);
  const facts = [
    {
      ...actorOf(call),
      event: 'lane.released' as const,
      messageId: lane.messageId,
      facts: { laneId: lane.id, deliveryId: lane.deliveryId, destination: lane.destination, reason },
    },
  ];
  const rows = await move(hub, facts, {
    text: 'SELECT * FROM hub_release_lanes($1, $2, $3, $4)',
    values: (batch) => [hub.deliveries.operationsWriter, [lane.id], batch, hub.config.delivery.dispatchLeaseMs],
  });
  return { status: 200, body: { laneId: lane.id, released: lane.deliveryId, goesOn: rows.some((row) => row.kind === 'promoted') } };
}

/** Runs the statement with its audit entries, then sends out tickets for what came free. */
async function move(hub: Hub, facts: Facts, { text, values }: Statement): Promise<MovedRow[]> {
  const { rows } = await hub.audit.operations
    .append(facts, (batch) => hub.database.work.query<MovedRow>(text, values(JSON.stringify(batch))))
    .catch((error: unknown) => {
      throw raced(error);
    });
  for (const row of rows) if (row.kind === 'promoted' && row.destination !== null) hub.deliveries.dispatch(row.destination, [row.id]);
  return rows;
}

interface BlockedLane {
  readonly id: string;
  readonly deliveryId: string;
  readonly messageId: string;
  readonly destination: string;
}

async function blockedLane(hub: Hub, { deliveryId, laneId }: OperationsReleaseRequest): Promise<BlockedLane> {
  const text = `SELECT lane_id AS id, delivery_id::text AS "deliveryId", message_id AS "messageId", destination FROM dead_letter
    WHERE lane_id IS NOT NULL AND NOT lane_released AND (delivery_id = $1::bigint OR lane_id = $2::uuid) LIMIT 1`;
  const [lane] = (await hub.database.reads.query<BlockedLane>(text, [deliveryId ?? null, laneId ?? null])).rows;
  if (lane === undefined) throw new HubError('INVALID_STATE', { detail: 'No dead letter blocks this lane.' });
  return lane;
}
