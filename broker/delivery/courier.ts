/**
 * Works the tickets of one node: each destination has its own slots, so a recipient that hangs takes nobody else's. What waits
 * for a slot is claimed ahead, and a slot is free again as soon as the recipient answered, so that round trips to the database
 * keep no recipient waiting. A ticket is acknowledged when the outcomes of all its ids are committed, or are not ours to give.
 */
import type { Logger } from '../contract/doors.ts';
import type { ReceivedTicket } from '../transport/transport.ts';
import type { ClaimedMessage, Claimer } from './claim.ts';
import { createDesk, type Desk, type InSlot } from './desk.ts';
import { createGate, type Gate } from './gate.ts';

interface CourierOptions<Sent> {
  readonly claimer: Claimer;
  readonly slots: number;
  readonly log: Logger;
  /** Sends, and says what is to be recorded. */
  readonly send: (delivery: ClaimedMessage) => Promise<Sent>;
  /** Resolves when the outcome is committed. */
  readonly record: (sent: Sent) => Promise<void>;
  readonly isStopping: () => boolean;
}

export interface Courier {
  take(ticket: ReceivedTicket): void;
  inFlight(): number;
}

const RETRY_CLAIM_MS = 500;

export function createCourier<Sent>(options: CourierOptions<Sent>): Courier {
  const gate = createGate();
  const desks = new Map<string, Desk>();

  const take = (ticket: ReceivedTicket): void => {
    if (options.isStopping()) return; // the ticket stays with the broker, the lease with the database
    const done = countdown(ticket.ids.length, () => ticket.acknowledge());
    if (ticket.alone) {
      for (const id of ticket.ids) void gate.alone(() => runAlone(id, options)).finally(done);
      return;
    }
    const desk = desks.get(ticket.destination) ?? createDesk(options.slots, options.isStopping);
    desks.set(ticket.destination, desk);
    for (const id of ticket.ids) desk.add((inSlot) => run(id, { gate, inSlot, options }).finally(done));
  };

  const inFlight = (): number => [...desks.values()].reduce((sum, desk) => sum + desk.inFlight(), 0);
  return { take, inFlight };
}

interface Errand<Sent> {
  readonly gate: Gate;
  readonly inSlot: InSlot;
  readonly options: CourierOptions<Sent>;
}

async function run<Sent>(id: string, { gate, inSlot, options }: Errand<Sent>): Promise<void> {
  await gate.enter();
  try {
    const delivery = await claimUntilAnswered(id, options);
    if (delivery === undefined) return;
    const sent = await inSlot(() => options.send(delivery));
    await options.record(sent);
  } catch (error) {
    options.log.error({ deliveryId: id, reason: String(error) }, 'a delivery ended without an outcome; its claim runs out');
  } finally {
    gate.leave();
  }
}

async function runAlone<Sent>(id: string, options: CourierOptions<Sent>): Promise<void> {
  try {
    const delivery = await options.claimer.claimAlone(id);
    if (delivery !== undefined) await options.record(await options.send(delivery));
  } catch (error) {
    options.log.error({ deliveryId: id, reason: String(error) }, 'a delivery run alone ended without an outcome');
  }
}

/** While the database is away nothing can be claimed; the ticket waits here. */
async function claimUntilAnswered(
  id: string,
  options: Pick<CourierOptions<unknown>, 'claimer' | 'isStopping'>,
): Promise<ClaimedMessage | undefined> {
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
