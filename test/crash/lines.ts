/** The lines of the load: each is one case of one sender, with its recipients and its messages one after the other. */
import type { Random } from '../../generator/random.ts';
import { TYPES, type LoadCargo } from './cargo.ts';
import { digestOf } from './ledger.ts';
import type { Sender } from './parties.ts';
import type { Sink } from './sink.ts';
import type { Road } from './visit.ts';

export type Recipient = Pick<Sink, 'name' | 'road'>;

export interface Line {
  readonly number: number;
  readonly road: Road;
  readonly sender: Sender;
  readonly sequenceKey: string | null;
  readonly recipients: readonly Recipient[];
  readonly messages: number;
}

export interface LinePlan {
  readonly random: Random;
  readonly senders: readonly Sender[];
  readonly sinks: readonly Recipient[];
  readonly messages: number;
  readonly lines: number;
}

/** One line in so many, the last ones, has no sequence key: nothing is promised of its order. */
const KEYLESS_IN = 12;
/** Of so many lines one sends mail and one registers visas; both cost more than a webhook. */
const CYCLE = 12;
const OTHER_ROADS: ReadonlyMap<number, Road> = new Map([
  [2, 'mail'],
  [5, 'register'],
]);
/** How many have a second recipient, a webhook. */
const BOTH = 0.2;

export function lineOf(number: number, { random, senders, sinks, messages, lines }: LinePlan): Line {
  const road = OTHER_ROADS.get(number % CYCLE) ?? 'web';
  const on = (wanted: Road): readonly Recipient[] => sinks.filter((sink) => sink.road === wanted);
  const first = random.between(0, on('web').length - 1);
  const at = (place: number, ways: readonly Recipient[]): readonly Recipient[] => ways.filter((_, index) => index === place % ways.length);
  const both = random.chance(BOTH) ? at(first + 1, on('web')) : [];
  return {
    number,
    road,
    sender: senders[number % senders.length] as Sender,
    sequenceKey: number < lines - Math.floor(lines / KEYLESS_IN) ? `case-${number}` : null,
    recipients: [...at(first, on(road)), ...both],
    messages: Math.floor(messages / lines) + (number < messages % lines ? 1 : 0),
  };
}

export type Event = Record<string, unknown> & { readonly id: string };

export interface Written {
  readonly event: Event;
  /** What must arrive at each destination. */
  readonly owes: Readonly<Record<string, string>>;
}

export function write({ number, road, sender, sequenceKey, recipients }: Line, n: number, load: LoadCargo): Written {
  const id = `L${number}N${n}`;
  const { data, arrives } = load(road, { id, sender: sender.code, line: number, n });
  const event: Event = {
    specversion: '1.0',
    id,
    source: `/parties/${sender.code}`,
    type: TYPES[road],
    ...(sequenceKey === null ? {} : { sequencekey: sequenceKey }),
    destination: recipients.map(({ name }) => name).join(','),
    data,
  };
  const digest = (end: Road): string => digestOf(end === 'web' || arrives === undefined ? event : { ...arrives });
  return { event, owes: Object.fromEntries(recipients.map((recipient) => [recipient.name, digest(recipient.road)])) };
}
