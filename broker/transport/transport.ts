/**
 * What carries tickets from the nodes that dispatch to the nodes that deliver. A ticket is a hint: it holds ids and no
 * body, may come twice, late or never, and the truth stays in PostgreSQL. Every implementation passes one contract suite.
 */
export interface Ticket {
  readonly destination: string;
  readonly ids: readonly string[];
  /** True when the deliveries must be run with nothing beside them, because the node died the last time. */
  readonly alone: boolean;
}

export interface ReceivedTicket extends Ticket {
  /** Tells the transport to forget the ticket. Does nothing when the channel it came on is gone: it comes again. */
  acknowledge(): void;
}

export type TicketHandler = (ticket: ReceivedTicket) => void;

export interface Transport {
  readonly name: 'rabbitmq' | 'memory';
  /** Resolves when the transport can be used, or when it was found down; then it goes on trying by itself. */
  start(): Promise<void>;
  isUp(): boolean;
  /** Whether tickets published here reach a consumer without a partner node. */
  readonly isLocal: boolean;
  /** Resolves when the broker has the ticket safe (publisher confirm); rejects when that is not known. */
  publish(ticket: Ticket): Promise<void>;
  /** Calls the handler for each ticket of a destination until `stopConsuming`; survives lost connections. */
  consume(destination: string, handler: TicketHandler): Promise<void>;
  stopConsuming(destination: string): Promise<void>;
  /** Tickets that wait in the queue of the destination. */
  depth(destination: string): Promise<number>;
  /** Resolves when the broker answers. */
  check(): Promise<void>;
  /** Calls the listener when tickets of a destination may have been lost: after a reconnect, or when a queue came back. */
  onReset(listener: (destination: string) => void): void;
  close(): Promise<void>;
}
