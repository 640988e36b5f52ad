/** An adapter in use, and bare clients of its protocol that carry the same to the same system. */
import { randomUUID } from 'node:crypto';
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import type { AdapterStore } from '../../broker/contract/doors.ts';
import { createDeadlines } from '../../broker/deadlines.ts';
import { NOTE } from '../../test/crash/cargo.ts';
import { quietDoors } from '../../test/support/adapter-doors.ts';

/** Answers whether it was taken. */
export type Send = () => Promise<boolean>;

export interface Trial {
  readonly name: string;
  readonly adapter: Send;
  /** By name; the first is the one that the ratio is of. */
  readonly bare: ReadonlyMap<string, Send>;
  close(): Promise<void>;
}

/** Addresses of the systems, and a database with the adapters' tables. */
export interface Surroundings {
  readonly webhookUrl: string;
  readonly sisUrl: string;
  readonly registerUrl: string;
  readonly mailUrl: string;
  readonly amqpUrl: string;
  readonly store: AdapterStore;
}

export const doorsTo = (store: AdapterStore): ReturnType<typeof quietDoors> => ({ ...quietDoors(), store });

type What = Pick<OutboundDelivery, 'type' | 'body' | 'settings'> & Partial<Pick<OutboundDelivery, 'destination'>>;

const deliveryOf = (what: What): OutboundDelivery => ({
  deliveryId: randomUUID(),
  messageId: randomUUID(),
  acceptedAt: new Date(),
  sender: 'PL-UDSC',
  destination: 'BENCH',
  attempt: 1,
  attachments: [],
  ...what,
});

type Deliver = (delivery: OutboundDelivery, signal: AbortSignal) => Promise<SendResult>;

const SEND_TIMEOUT_MS = 10_000;
const TAKEN: ReadonlySet<SendResult['kind'] | undefined> = new Set(['delivered', 'handed-over']);

/** With deadlines as the hub gives them; handed over is taken, too. */
export function delivering(deliver: Deliver | undefined, next: () => What): Send {
  const nextDeadline = createDeadlines(SEND_TIMEOUT_MS, () => performance.now());
  return async () => TAKEN.has((await deliver?.(deliveryOf(next()), nextDeadline()))?.kind);
}

/** Numbers for what must differ from one message to the next, never twice in a run. */
export function numbers(prefix: string): () => string {
  let last = 0;
  return () => `${prefix}${(last += 1)}`;
}

/** A note as an event of so many bytes. */
export function noteOf(bytes: number): Buffer {
  const event = (text: string): Buffer =>
    Buffer.from(
      JSON.stringify({ specversion: '1.0', id: 'bench', source: '/parties/PL-UDSC', type: NOTE, data: { title: 'Synthetic', text } }),
    );
  return event('x'.repeat(bytes - event('').length));
}
