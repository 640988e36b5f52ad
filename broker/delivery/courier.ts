/**
 * Works the tickets of one node: each destination has its own slots, so a recipient that hangs takes nobody else's. A
 * ticket is acknowledged when the outcomes of all its ids are committed, or are not ours to give.
 */
import type { Logger } from '../contract/doors.ts';
import type { ReceivedTicket } from '../transport/transport.ts';
import type { Claimed, Claimer } from './claim.ts';
import { createGate, type Gate } from './gate.ts';

interface CourierOptions {
  readonly claimer: Claimer;
  readonly slots: number;
  readonly log: Logger;
  /** The deliver pipeline: sends and records; resolves when the outcome is committed. */
  readonly deliver: (delivery: Claimed) => Promise<void>;
  readonly isStopping: () => boolean;
}

export interface Courier {
  take(ticket: ReceivedTicket): void;
  inFlight(): number;
}

interface Errand {
  readonly id: string;
  readonly done: () => void;
}

interface Desk {
  free: number;
  readonly waiting: Errand[];
}

const RETRY_CLAIM_MS = 500;

export function createCourier(options: CourierOptions): Courier {
  const gate = createGate();
  const desks = new Map<string, Desk>();
  let inFlight = 0;

  const take = (ticket: ReceivedTicket): void => {
    if (options.isStopping()) return; // the ticket stays with the broker, the lease with the database
    const done = countdown(ticket.ids.length, () => ticket.acknowledge());
    if (ticket.alone) {
      for (const id of ticket.ids) void gate.alone(() => runAlone(id, options)).finally(done);
      return;
    }
    const desk = deskOf(desks, ticket.destination, options.slots);
    for (const id of ticket.ids) desk.waiting.push({ id, done });
    pump(desk);
  };

  const pump = (desk: Desk): void => {
    while (desk.free > 0 && !options.isStopping()) {
      const errand = desk.waiting.shift();
      if (errand === undefined) return;
      desk.free -= 1;
      inFlight += 1;
      void run(errand, gate, options).finally(() => {
        errand.done();
        desk.free += 1;
        inFlight -= 1;
        pump(desk);
      });
    }
  };

  return { take, inFlight: () => inFlight };
}

function deskOf(desks: Map<string, Desk>, destination: string, slots: number): Desk {
  const desk = desks.get(destination) ?? { free: slots, waiting: [] };
  desks.set(destination, desk);
  return desk;
}

async function run(errand: Errand, gate: Gate, options: CourierOptions): Promise<void> {
  await gate.enter();
  try {
    const delivery = await claimUntilAnswered(errand.id, options);
    if (delivery !== undefined) await options.deliver(delivery);
  } catch (error) {
    options.log.error({ deliveryId: errand.id, reason: String(error) }, 'a delivery ended without an outcome; its claim runs out');
  } finally {
    gate.leave();
  }
}

async function runAlone(id: string, options: CourierOptions): Promise<void> {
  try {
    const delivery = await options.claimer.claimAlone(id);
    if (delivery !== undefined) await options.deliver(delivery);
  } catch (error) {
    options.log.error({ deliveryId: id, reason: String(error) }, 'a delivery run alone ended without an outcome');
  }
}

/** While the database is away nothing can be claimed; the ticket waits here. */
async function claimUntilAnswered(id: string, options: CourierOptions): Promise<Claimed | undefined> {
  for (;;) {
    try {
      return await options.claimer.claim(id);
    } catch (error) {
      if (options.isStopping()) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_CLAIM_MS));
    }
  }
}

function countdown(count: number, whenDone: () => void): () => void {
  let left = count;
  return () => {
    left -= 1;
    if (left === 0) whenDone();
  };
}
