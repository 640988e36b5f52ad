/**
 * What the hub knows of its parties: a snapshot of the database that is never older than two seconds, so that a revoked
 * key is refused on every node within five. Reads are synchronous and cost nothing.
 */
import type { Role } from './endpoint.ts';

export interface Party {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** A party owns a source and everything below it (`/parties/PL-SG` owns `/parties/PL-SG/desk-4`). */
  readonly sources: readonly string[];
  readonly ratePerSecond: number | null;
}

export interface Officer {
  readonly party: string;
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

export interface Destination {
  readonly name: string;
  readonly party: string | null;
  /** The folder under adapters/, or `mailbox`. */
  readonly adapter: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly heldSince: Date | null;
  readonly heldReason: string | null;
  readonly breakerOpen: boolean;
  /** Connection errors are counted against it, by any node and also before a restart. */
  readonly isFailing: boolean;
}

/** What a party asked to be sent beside the routes. */
export interface Subscription {
  readonly party: string;
  readonly name: string;
  readonly messageType: string;
  /** On the data; null: every message of the type. */
  readonly condition: Readonly<Record<string, unknown>> | null;
  readonly createdAt: Date;
}

export type GrantedOperation = 'submit' | 'receive' | 'sis-search' | 'registers';

export interface Registry {
  /** The party and key prefix behind an API key, or undefined when the key is unknown, expired or revoked. */
  authenticate(apiKey: string): { party: Party; keyPrefix: string } | undefined;
  party(code: string): Party | undefined;
  destination(name: string): Destination | undefined;
  destinations(): readonly Destination[];
  /** A registered officer whose registration is valid now. */
  officer(party: string, id: string): Officer | undefined;
  subscriptions(): readonly Subscription[];
  ownsSource(party: string, source: string): boolean;
  /** Whether a grant valid now covers the operation for the message type (`*` and `prefix.*` patterns) and purpose; `mustBeNamed` leaves out grants for every purpose. */
  isGranted(party: string, operation: GrantedOperation, about: { messageType: string; purpose?: string; mustBeNamed?: boolean }): boolean;
  /** Reads the database again now; also runs by itself. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
