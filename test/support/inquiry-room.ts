/** A hub whose parties ask and reply: what they send, what they see, and the clock of the database moved as the test wants. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { HubError } from '../../broker/contract/errors.ts';
import { createHousekeeping, type Housekeeping } from '../../broker/retention/housekeeping.ts';
import { addParty, mayReceive, useHub, type HubRoom } from './running-hub.ts';

export const INQUIRY = 'pl.gov.udsc.exchange.inquiry.v1';
const REPLY = 'pl.gov.udsc.exchange.inquiry-reply.v1';
export const REMINDER = 'pl.gov.udsc.exchange.inquiry-reminder.v1';
export const OVER = 'pl.gov.udsc.exchange.inquiry-expired.v1';
const HOUR_MS = 3_600_000;

export interface Sent {
  readonly status: number;
  readonly id: string;
}

export interface Told {
  readonly type: string;
  readonly to: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface View {
  readonly answers: Readonly<Record<string, unknown>> | null;
  readonly deliveries: readonly { readonly destination: string; readonly reply: Readonly<Record<string, unknown>> | null }[];
}

type Event = Readonly<Record<string, unknown>>;

export interface InquiryRoom {
  readonly hub: () => HubRoom;
  /** Asks; due in so many hours by the clock of the database. */
  ask(from: string, to: string, about?: { id?: string; hours?: number; over?: Event }): Promise<Sent & { readonly eventId: string }>;
  reply(from: string, to: string, about: { to: string; id?: string; over?: Event }): Promise<Sent>;
  refusal(work: Promise<unknown>): Promise<HubError>;
  view(party: string, id: string): Promise<View>;
  states(party: string, id: string): Promise<Record<string, unknown>>;
  told(messageId: string): Promise<Told[]>;
  moveClock(hours: number): Promise<void>;
  now(): Promise<number>;
  node(): Housekeeping;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** To be called inside describe(). Nothing is told but by the nodes that a test makes: the hub's own looks once an hour. */
export function useInquiries(): InquiryRoom {
  const room = useHub(
    async (given) => {
      for (const code of ['ASKER', 'ONE', 'TWO', 'OTHER']) await addParty(given, code);
      await given.administration.createParty({ code: 'MUTE', name: 'MUTE', roles: ['submit'], destination: null });
      await given.administration.grant({ party: 'MUTE', operation: 'submit', messageType: '*', legalBasis: 'test' });
      for (const code of ['ASKER', 'ONE', 'TWO', 'OTHER']) await mayReceive(given, code);
    },
    (config) => ({ ...config, replies: { ...config.replies, lookEveryMs: HOUR_MS } }),
  );
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, [...values])).rows;
  const now = async (): Promise<number> => (await rows<{ now: Date }>('SELECT hub_now() AS now'))[0]?.now.getTime() ?? 0;
  const send = async (from: string, event: Event): Promise<Sent> => {
    const body = Buffer.from(JSON.stringify({ specversion: '1.0', source: `/parties/${from}`, ...event }));
    const answer = await room.call('exchange.submit', from, { body });
    return { status: answer.status, id: (answer.body as { id: string }).id };
  };
  const view = async (party: string, id: string): Promise<View> => (await room.call('exchange.show', party, { path: { id } })).body as View;
  return {
    hub: () => room,
    rows,
    now,
    view,
    ask: async (from, to, { id = randomUUID(), hours = 4, over = {} } = {}) => {
      const replyBy = new Date((await now()) + hours * HOUR_MS).toISOString();
      const data = { title: 'A title', question: 'Is it valid?', replyBy };
      return { ...(await send(from, { id, type: INQUIRY, destination: to, data, ...over })), eventId: id };
    },
    reply: (from, causationid, { to, id = randomUUID(), over = {} }) =>
      send(from, { id, type: REPLY, destination: to, causationid, data: { title: 'A title', answer: 'It is.' }, ...over }),
    refusal: (work) =>
      work.then(
        () => assert.fail('it was accepted'),
        (error: unknown) => (error instanceof HubError ? error : assert.fail(String(error))),
      ),
    states: async (party, id) =>
      Object.fromEntries((await view(party, id)).deliveries.map(({ destination, reply }) => [destination, reply?.['state'] ?? null])),
    told: async (messageId) => {
      const text = `SELECT type, destinations[1] AS to, convert_from(body, 'UTF8')::json -> 'data' AS data FROM message
        WHERE party = '/hub' AND event_id LIKE 'reply-%' || $1 || '-%' ORDER BY accepted_at, id`;
      return rows<Told>(text, [messageId]);
    },
    moveClock: async (hours) => void (await rows('UPDATE hub_clock SET offset_ms = offset_ms + $1', [Math.round(hours * HOUR_MS)])),
    node: () => createHousekeeping({ ...room.running.hub, config: { ...room.running.hub.config, replies: QUICK } }),
  };
}

const QUICK = { lookEveryMs: 20, remindShare: 0.25, remindLeastMs: 900_000, mostDays: 366 };
