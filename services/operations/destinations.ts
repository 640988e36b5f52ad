/** Destinations as operators see them, and holding and resuming them with a reason. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { OperationsReason } from '../../schemas/types.generated.ts';
import { reasonedBody } from './body.ts';
import type { Rates } from './rates.ts';
import { depthOf, readTallies } from './tallies.ts';

interface StateRow {
  readonly name: string;
  readonly held_since: Date | null;
  readonly held_by: string | null;
  readonly held_reason: string | null;
  readonly breaker_open: boolean;
  readonly breaker_failures: number;
  readonly probe_at: Date | null;
}

const REASON = '_operations/reason.schema.json';

const STATES = 'SELECT name, held_since, held_by, held_reason, breaker_open, breaker_failures, probe_at FROM destination';

export async function listDestinations(hub: Hub, rates: Rates): Promise<RestAnswer> {
  const [{ at, destinations }, states] = await Promise.all([readTallies(hub), hub.database.reads.query<StateRow>(STATES)]);
  const stateOf = new Map(states.rows.map((row) => [row.name, row]));
  const atMs = hub.clock.monotonicMs();
  const shown = destinations.map((tally) => ({
    ...tally,
    depth: depthOf(tally.counts),
    ratePerSecond: rates.of(tally.name, tally.counts.delivered, atMs),
    ...shownState(stateOf.get(tally.name)),
  }));
  return { status: 200, body: { at, destinations: shown } };
}

const shownState = (row: StateRow | undefined): Record<string, unknown> => ({ ...shownHold(row), breaker: shownBreaker(row) });

const shownHold = (row: StateRow | undefined): Record<string, unknown> => ({
  held: row !== undefined && row.held_since !== null,
  heldSince: row?.held_since?.toISOString() ?? null,
  heldBy: row?.held_by ?? null,
  reason: row?.held_reason ?? null,
});

const shownBreaker = (row: StateRow | undefined): Record<string, unknown> => ({
  state: row?.breaker_open === true ? 'open' : 'closed',
  failures: row?.breaker_failures ?? 0,
  probeAt: row?.probe_at?.toISOString() ?? null,
});

export async function hold(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const name = nameOf(call);
  await hub.administration.hold(name, actorOf(call), reasonedBody<OperationsReason>(hub, call, REASON).reason);
  return answer(hub, name);
}

export async function resume(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const name = nameOf(call);
  await hub.administration.resume(name, actorOf(call), reasonedBody<OperationsReason>(hub, call, REASON).reason);
  const shown = await answer(hub, name);
  hub.deliveries.kick(name);
  return shown;
}

/** This node acts on it from now on; the others within two seconds. */
async function answer(hub: Hub, name: string): Promise<RestAnswer> {
  await hub.registry.refresh();
  const destination = hub.registry.destination(name);
  return { status: 200, body: { name, held: (destination?.heldSince ?? null) !== null, reason: destination?.heldReason ?? null } };
}

function nameOf(call: RestCall): string {
  const { name } = call.path;
  if (name === undefined || name.includes('\u0000')) throw new HubError('NOT_FOUND');
  return name;
}

export const actorOf = ({ principal, who }: RestCall): { party: string; officer?: string } => ({
  party: principal.party,
  ...(who.officer === undefined ? {} : { officer: who.officer }),
});
