/**
 * Tickets in this process: no broker at all. Durable and correct all the same, also with several nodes, because whatever
 * a lost process had dispatched becomes due again in PostgreSQL.
 */
import { HubError } from '../contract/errors.ts';
import type { ReceivedTicket, Ticket, TicketHandler, Transport } from './transport.ts';

const MAX_UNACKNOWLEDGED = 64;

interface Queue {
  waiting: Ticket[];
  unacknowledged: number;
  handler: TicketHandler | undefined;
}

export function createMemoryTransport(): Transport {
  const queues = new Map<string, Queue>();
  let up = false;
  const queueFor = (destination: string): Queue => {
    const queue = queues.get(destination) ?? { waiting: [], unacknowledged: 0, handler: undefined };
    queues.set(destination, queue);
    return queue;
  };
  return {
    name: 'memory',
    isLocal: true,
    isUp: () => up,
    start: async () => {
      up = true;
      return Promise.resolve();
    },
    publish: async (ticket) => {
      if (!up) throw new HubError('CONNECTION_FAILED', { detail: 'The transport is closed.' });
      const queue = queueFor(ticket.destination);
      queue.waiting.push(ticket);
      setImmediate(() => pump(queue));
      return Promise.resolve();
    },
    consume: async (destination, handler) => {
      const queue = queueFor(destination);
      queue.handler = handler;
      pump(queue);
      return Promise.resolve();
    },
    stopConsuming: async (destination) => {
      queueFor(destination).handler = undefined;
      return Promise.resolve();
    },
    depth: async (destination) => Promise.resolve(queueFor(destination).waiting.length),
    check: async () => (up ? Promise.resolve() : Promise.reject(new HubError('CONNECTION_FAILED', { detail: 'The transport is closed.' }))),
    onReset: () => undefined,
    close: async () => {
      up = false;
      for (const queue of queues.values()) queue.handler = undefined;
      return Promise.resolve();
    },
  };
}

function pump(queue: Queue): void {
  while (queue.handler !== undefined && queue.unacknowledged < MAX_UNACKNOWLEDGED) {
    const ticket = queue.waiting.shift();
    if (ticket === undefined) return;
    queue.unacknowledged += 1;
    queue.handler(received(ticket, queue));
  }
}

function received(ticket: Ticket, queue: Queue): ReceivedTicket {
  let open = true;
  const acknowledge = (): void => {
    if (!open) return;
    open = false;
    queue.unacknowledged -= 1;
    pump(queue);
  };
  return { ...ticket, acknowledge };
}
