/**
 * The deliver pipeline: from a claimed delivery to its committed outcome. Cast, send, judge, record; whatever happens in
 * between, the outcome is recorded or the claim runs out.
 */
import type { SendResult } from '../contract/adapter.ts';
import type { Clock, Logger } from '../contract/doors.ts';
import { HubError } from '../contract/errors.ts';
import type { CarriedAttachment } from '../contract/message.ts';
import { withSequence } from '../contract/sequence.ts';
import type { Registry } from '../contract/registry.ts';
import type { RetrySettings } from '../../config/config.ts';
import type { Claimed, ClaimedMessage } from '../delivery/claim.ts';
import type { Outcome, OutcomeRecorder } from '../delivery/outcome.ts';
import { judge } from '../delivery/retry-policy.ts';
import { ownSettings } from '../recipient-settings.ts';
import type { VersionCasts } from '../routing/version-casts.ts';
import type { VersionChange } from './steps/cast-version.ts';
import { mappingVersion, outgoingFor } from './steps/outgoing.ts';

/** `bytes` and `type` are as sent, `body` is as stored. */
export type Sendable = ClaimedMessage & {
  readonly bytes: Buffer;
  readonly attachments: readonly CarriedAttachment[];
  readonly settings: Readonly<Record<string, unknown>>;
};

export interface DeliverOptions {
  readonly registry: Registry;
  readonly recorder: OutcomeRecorder;
  readonly casts: VersionCasts;
  /** What a body of the type refers to. */
  readonly carried: (type: string, body: Buffer) => readonly CarriedAttachment[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly policyOf: (destination: string) => RetrySettings;
  /** Calls the adapter's deliver action on this node. */
  readonly send: (adapter: string, delivery: Sendable) => Promise<SendResult>;
  /** Destinations whose last send from this node failed; the registry knows of the others a moment later. */
  readonly failing: Set<string>;
  readonly onDead: (delivery: Claimed) => void;
}

/** The two halves of the pipeline: while an outcome is being committed, the next message is sent already. */
export interface DeliverPipeline {
  send(delivery: ClaimedMessage): Promise<Outcome>;
  /** Resolves when the outcome is committed. */
  record(outcome: Outcome): Promise<void>;
}

export function createDeliverPipeline(options: DeliverOptions): DeliverPipeline {
  return {
    send: async (delivery) => {
      const started = options.clock.now();
      const from = options.clock.monotonicMs();
      const sent = await send(delivery, options);
      return outcomeOf({ delivery, ...sent, started, durationMs: options.clock.monotonicMs() - from }, options);
    },
    record: async (outcome) => {
      await options.recorder.record(outcome);
      if (outcome.verdict.kind === 'dead') options.onDead(outcome.delivery);
    },
  };
}

interface Sent {
  readonly result: SendResult;
  /** Present when the recipient gets another version than the stored one. */
  readonly change?: VersionChange;
  readonly mapping: string;
}

interface Attempted extends Sent {
  readonly delivery: Claimed;
  readonly started: number;
  readonly durationMs: number;
}

function outcomeOf({ delivery, result, change, mapping, started, durationMs }: Attempted, options: DeliverOptions): Outcome {
  const policy = options.policyOf(delivery.destination);
  const failingForMs = delivery.firstFailedAt === null ? 0 : options.clock.now() - delivery.firstFailedAt.getTime();
  return {
    delivery,
    result,
    verdict: judge(result, { attempt: delivery.attempt, failingForMs }, { ...policy, random: options.random() }),
    policy,
    startedAt: new Date(started).toISOString(),
    durationMs,
    mappingVersion: mapping,
    ...(change === undefined ? {} : { change }),
    wasFailing: wasFailing(delivery.destination, result, options),
  };
}

async function send(delivery: ClaimedMessage, options: DeliverOptions): Promise<Sent> {
  const destination = options.registry.destination(delivery.destination);
  if (destination === undefined) return { result: { kind: 'permanent', code: 'ADAPTER_MISSING' }, mapping: mappingVersion({}) };
  const outgoing = outgoingFor(delivery, destination.settings, options.casts);
  const { change } = outgoing;
  const done = { mapping: mappingVersion(outgoing), ...(change === undefined ? {} : { change }) };
  if (outgoing.kind === 'impossible') {
    options.log.error({ deliveryId: delivery.id, type: delivery.type, change, reason: outgoing.reason }, 'a message cannot be cast');
    return { result: { kind: 'permanent', code: outgoing.code }, ...done };
  }
  const settings = ownSettings(destination.settings);
  const bytes = withSequence({ body: outgoing.body, position: delivery.position });
  const attachments = options.carried(outgoing.type, bytes);
  return {
    result: await sendBy(destination.adapter, { ...delivery, type: outgoing.type, bytes, attachments, settings }, options),
    ...done,
  };
}

async function sendBy(adapter: string, delivery: Sendable, options: DeliverOptions): Promise<SendResult> {
  try {
    return await options.send(adapter, delivery);
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
