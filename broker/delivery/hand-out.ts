/**
 * Hands out what a party leased from its mailbox, in the versions that its settings name. What cannot be cast is recorded as dead at
 * once, as it is for a webhook; what follows it in its lane stays leased and comes again when an operator has decided.
 */
import type { Clock, Logger, Problems } from '../contract/doors.ts';
import type { Deliveries, LeasedMessage } from '../contract/hub.ts';
import type { Registry } from '../contract/registry.ts';
import type { RetrySettings } from '../../config/config.ts';
import type { FlowMetrics } from '../flow-metrics.ts';
import { mappingVersion, outgoingFor, type Outgoing } from '../pipeline/steps/outgoing.ts';
import type { VersionCasts } from '../routing/version-casts.ts';
import type { OutcomeRecorder } from './outcome.ts';
import { reportDead } from './reports.ts';

export type HandOut = Deliveries['handOut'];

interface HandOutDoors {
  readonly registry: Registry;
  readonly casts: VersionCasts;
  readonly flows: Pick<FlowMetrics, 'handedOver'>;
  readonly recorder: OutcomeRecorder;
  readonly policyOf: (destination: string) => RetrySettings;
  readonly problems: Problems;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createHandOut(doors: HandOutDoors): HandOut {
  return async (destination, lease, messages) => {
    const settings = doors.registry.destination(destination)?.settings ?? {};
    const blocked = new Set<string | null>();
    const shown: LeasedMessage[] = [];
    for (const message of messages) {
      if (message.laneId !== null && blocked.has(message.laneId)) continue;
      const outgoing = outgoingFor(message, settings, doors.casts);
      if (outgoing.kind === 'impossible') {
        blocked.add(message.laneId);
        await bury({ destination, lease, message, outgoing }, doors);
        continue;
      }
      if (message.attempt === 1) doors.flows.handedOver(destination, message.type, outgoing.change);
      shown.push({ ...message, body: outgoing.body });
    }
    return shown;
  };
}

interface Burial {
  readonly destination: string;
  readonly lease: string;
  readonly message: LeasedMessage;
  readonly outgoing: Extract<Outgoing, { readonly kind: 'impossible' }>;
}

async function bury({ destination, lease, message, outgoing }: Burial, doors: HandOutDoors): Promise<void> {
  const { code, change, reason } = outgoing;
  doors.log.error({ deliveryId: message.id, type: message.type, change, reason }, 'a message cannot be cast');
  await doors.recorder.record({
    delivery: { ...message, destination, claim: lease, firstFailedAt: null },
    result: { kind: 'permanent', code },
    verdict: { kind: 'dead', cause: code },
    startedAt: new Date(doors.clock.now()).toISOString(),
    durationMs: 0,
    mappingVersion: mappingVersion(outgoing),
    change,
    policy: doors.policyOf(destination),
    wasFailing: false,
  });
  await reportDead({ destination, type: message.type }, doors.problems);
}
