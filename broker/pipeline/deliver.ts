/**
 * The deliver pipeline: from a claimed delivery to its committed outcome. Send, judge, record; whatever happens in
 * between, the outcome is recorded or the claim runs out.
 */
import type { SendResult } from '../contract/adapter.ts';
import type { Clock, Logger } from '../contract/doors.ts';
import { HubError } from '../contract/errors.ts';
import { withSequence } from '../contract/sequence.ts';
import type { Registry } from '../contract/registry.ts';
import type { RetrySettings } from '../../config/config.ts';
import type { Claimed } from '../delivery/claim.ts';
import type { Outcome, OutcomeRecorder } from '../delivery/outcome.ts';
import { judge } from '../delivery/retry-policy.ts';

export interface DeliverOptions {
  readonly registry: Registry;
  readonly recorder: OutcomeRecorder;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly policyOf: (destination: string) => RetrySettings;
  /** Calls the adapter's deliver action on this node. */
  readonly send: (
    adapter: string,
    delivery: Claimed & { readonly bytes: Buffer; readonly settings: Readonly<Record<string, unknown>> },
  ) => Promise<SendResult>;
  /** Destinations whose last send from this node failed; the registry knows of the others a moment later. */
  readonly failing: Set<string>;
  readonly onDead: (delivery: Claimed) => void;
}

/** Version of what is done to the bytes on the way out; kept with dead letters. */
const MAPPING_VERSION = 'cloudevents-1.0/1';

/** The two halves of the pipeline: while an outcome is being committed, the next message is sent already. */
export interface DeliverPipeline {
  send(delivery: Claimed): Promise<Outcome>;
  /** Resolves when the outcome is committed. */
  record(outcome: Outcome): Promise<void>;
}

export function createDeliverPipeline(options: DeliverOptions): DeliverPipeline {
  return {
    send: async (delivery) => {
      const started = options.clock.now();
      const from = options.clock.monotonicMs();
      const result = await send(delivery, options);
      return outcomeOf({ delivery, result, started, durationMs: options.clock.monotonicMs() - from }, options);
    },
    record: async (outcome) => {
      await options.recorder.record(outcome);
      if (outcome.verdict.kind === 'dead') options.onDead(outcome.delivery);
    },
  };
}

interface Attempted {
  readonly delivery: Claimed;
  readonly result: SendResult;
  readonly started: number;
  readonly durationMs: number;
}

function outcomeOf({ delivery, result, started, durationMs }: Attempted, options: DeliverOptions): Outcome {
  const policy = options.policyOf(delivery.destination);
  const failingForMs = delivery.firstFailedAt === null ? 0 : options.clock.now() - delivery.firstFailedAt.getTime();
  return {
    delivery,
    result,
    verdict: judge(result, { attempt: delivery.attempt, failingForMs }, { ...policy, random: options.random() }),
    policy,
    startedAt: new Date(started).toISOString(),
    durationMs,
    mappingVersion: MAPPING_VERSION,
    wasFailing: wasFailing(delivery.destination, result, options),
  };
}

async function send(delivery: Claimed, options: DeliverOptions): Promise<SendResult> {
  const destination = options.registry.destination(delivery.destination);
  if (destination === undefined) return { kind: 'permanent', code: 'ADAPTER_MISSING' };
  try {
    return await options.send(destination.adapter, { ...delivery, bytes: withSequence(delivery), settings: destination.settings });
  } catch (error) {
    options.log.error({ deliveryId: delivery.id, reason: String(error) }, 'an adapter failed in a way it does not name');
    return { kind: 'transient', code: error instanceof HubError ? error.hubCode : 'INTERNAL', connection: false };
  }
}

function wasFailing(destination: string, result: SendResult, options: DeliverOptions): boolean {
  const before = options.failing.has(destination) || options.registry.destination(destination)?.isFailing === true;
  if (result.kind === 'transient' && result.connection) options.failing.add(destination);
  else options.failing.delete(destination);
  return before;
}
