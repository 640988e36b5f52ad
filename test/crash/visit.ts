/** One delivery at the door of a receiving system, and the ways in which systems treat it: the same ones on every road. */
import type { Receipt, ReceiptAnswer } from './ledger.ts';

/** How a message leaves the hub: webhook, mail of the visa consultation network, Central Visa Register. */
export const ROADS = ['web', 'mail', 'register'] as const;
export type Road = (typeof ROADS)[number];

export const MOODS = ['well', 'fails', 'hangs', 'late', 'cuts', 'stores-and-fails'] as const;
export type Mood = (typeof MOODS)[number];

/** What came, as the receiving system reads it off its wire. */
export type Came = Omit<Receipt, 'destination' | 'answer'>;

export interface Visit {
  readonly came: Came;
  /** It keeps the message, whatever it says of it. */
  takeDown?(): void;
  /** Says that it has the message. */
  confirm(): void;
  /** Says that it failed, so that the message must come again. */
  refuse(): void;
  /** Ends the connection without a word, or in the middle of one. */
  cut(): void;
}

/** The server of one road. What cannot be read is handed on as it is, so that the ledger calls it invented. */
export interface Front {
  /** How the hub is told of it: the destination of its party, and what each node must know beside. */
  readonly destination: { readonly adapter: string; readonly settings: Readonly<Record<string, unknown>> };
  readonly node: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

export type OpenFront = (receive: (visit: Visit) => void) => Promise<Front>;

interface Treatment {
  readonly mood: Mood;
  /** Longer than the hub waits for an answer. */
  readonly lateMs: number;
  readonly store: (came: Came, answer: ReceiptAnswer) => void;
}

export function treat({ came, takeDown, confirm, refuse, cut }: Visit, { mood, lateMs, store }: Treatment): void {
  const keep = (answer: ReceiptAnswer): void => (takeDown?.(), store(came, answer));
  const later = (act: () => void): void => void setTimeout(act, lateMs).unref();
  const acts: Record<Mood, () => void> = {
    well: () => (keep('ok'), confirm()),
    fails: refuse,
    hangs: () => later(cut),
    late: () => (keep('late'), later(confirm)),
    cuts: () => (keep('cut'), cut()),
    'stores-and-fails': () => (keep('error'), refuse()),
  };
  acts[mood]();
}
