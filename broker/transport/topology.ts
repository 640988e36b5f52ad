/** Names and arguments of the queues, pure: one quorum queue a destination. */
import type { Ticket } from './transport.ts';

export const queueOf = (prefix: string, destination: string): string => `${prefix}.deliver.${destination}`;

/** Quorum queues survive the loss of a broker node; there is no TTL, no dead-letter exchange, no limit: PostgreSQL decides. */
export const QUEUE_OPTIONS = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;

export const encodeTicket = (ticket: Ticket): Buffer => Buffer.from(JSON.stringify([ticket.destination, ticket.ids, ticket.alone ? 1 : 0]));

/** A ticket that cannot be read is nobody's: it is answered with undefined, and what it named comes again by its due time. */
export function decodeTicket(content: Buffer): Ticket | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [destination, ids, alone] = value as unknown[];
    if (typeof destination !== 'string' || !Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && /^\d{1,19}$/.test(id)))
      return undefined;
    return { destination, ids: ids as string[], alone: alone === 1 };
  } catch {
    return undefined;
  }
}
