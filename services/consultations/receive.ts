/**
 * Messages to the consulting party, taken in batches: those about one consultation are stepped in order under one lock, and a fault of one
 * touches no other. An answer counts by the instant at which the hub accepted it, however late it is read.
 */
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import { createBatcher } from '../../broker/contract/batcher.ts';
import { HubError, isTransient } from '../../broker/contract/errors.ts';
import { inboundOf, type Inbound } from './inbound.ts';
import type { Parts } from './parts.ts';
import { unchanged, type Consultation, type Stepped } from './process/consultation.ts';
import { releaseByRule } from './process/officers.ts';
import { stepItems } from './step-items.ts';

interface Item {
  readonly inbound: Inbound;
  outcome: SendResult;
}

export type Receive = (delivery: OutboundDelivery) => Promise<SendResult>;

const MOST = 256;
const LINGER_MS = 2;
/** Batches under way at once. */
const LINES = 2;

export function createReceiver(parts: Parts): Receive {
  const line = (deliveries: readonly OutboundDelivery[]): Promise<SendResult[]> => takeAll(parts, deliveries);
  const batcher = createBatcher({ maxBatch: MOST, lingerMs: LINGER_MS, lines: Array.from({ length: LINES }, () => line) });
  return (delivery) => batcher.add(delivery);
}

/** One result a delivery, in order. */
async function takeAll({ hub, law }: Parts, deliveries: readonly OutboundDelivery[]): Promise<SendResult[]> {
  const items = deliveries.map((delivery) => itemOf({ hub, law }, delivery));
  const readable = items.filter((item): item is Item => 'inbound' in item);
  try {
    await stepItems(hub, {
      items: readable,
      keyOf: ({ inbound }) => inbound.key,
      step: attempt,
      atLast: (now) => releaseByRule(now, law.releaseRule),
    });
  } catch (error) {
    const failed = failureOf(error);
    return items.map((item) => ('inbound' in item ? failed : item.outcome));
  }
  return items.map(({ outcome }) => outcome);
}

const UNKNOWN: SendResult = { kind: 'permanent', code: 'CONSULTATION_UNKNOWN' };

function itemOf({ hub, law }: Parts, delivery: OutboundDelivery): Item | Pick<Item, 'outcome'> {
  try {
    return { inbound: inboundOf({ law, registry: hub.registry }, delivery), outcome: UNKNOWN };
  } catch (error) {
    return { outcome: failureOf(error) };
  }
}

function attempt(consultation: Consultation, item: Item): Stepped {
  try {
    const done = item.inbound.step(consultation);
    item.outcome = { kind: 'delivered' };
    return done;
  } catch (error) {
    item.outcome = failureOf(error);
    return unchanged(consultation);
  }
}

function failureOf(error: unknown): SendResult {
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  return isTransient(code) || code === 'INTERNAL' ? { kind: 'transient', code, connection: false } : { kind: 'permanent', code };
}
