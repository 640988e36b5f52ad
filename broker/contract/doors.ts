/** The doors through which adapters and services reach the hub. All are injected; nothing here happens at import. */
import type { ErrorCode } from './error-catalogue.ts';

/** The database clock as this node estimates it (ms since epoch), and a monotonic one for durations. */
export interface Clock {
  now(): number;
  monotonicMs(): number;
}

/** Something that needs a person; shown to operators until it is resolved. */
export interface Problem {
  /** A stable word for what kind it is, e.g. BREAKER_OPEN. */
  readonly kind: string;
  /** What it is about, e.g. a destination. Together with kind it identifies the problem. */
  readonly subject: string;
  /** What happened, in words an operator understands. No personal data. */
  readonly words: string;
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly action?: { readonly method: string; readonly path: string };
}

export interface Problems {
  /** Raises a problem or counts it once more; never throws. */
  raise(problem: Problem): Promise<void>;
  resolve(kind: string, subject: string): Promise<void>;
}

export interface Logger {
  debug(fields: Record<string, unknown>, text: string): void;
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
  error(fields: Record<string, unknown>, text: string): void;
}

/**
 * What adapters get: the bytes of an attachment that a message refers to, in order, checked piece by piece. Throws ATTACHMENT_GONE, also
 * for an attachment of other messages, and ATTACHMENT_SPOILT.
 */
export interface AttachmentDoor {
  read(messageId: string, attachmentId: string): AsyncIterable<Buffer>;
}

export interface HubDoors {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Uniform in [0, 1); injected so that jitter can be repeated in tests. */
  readonly random: () => number;
  readonly problems: Problems;
  readonly log: Logger;
  readonly attachments: AttachmentDoor;
}

/** One row as PostgreSQL gives it; who asked knows its columns. */
export type StoredRow = Readonly<Record<string, unknown>>;

/**
 * The tables that an adapter brings along in its own migrations/. One statement each, on the pool for work; no transaction over several,
 * so that a slow system can never hold a connection.
 */
export interface AdapterStore {
  /** Throws what pg throws. */
  query(text: string, values: readonly unknown[]): Promise<readonly StoredRow[]>;
}

/** Encrypts what must not lie in the clear (AES-256-GCM, the hub's master key), bound to what it belongs to. */
export interface Vault {
  seal(belongsTo: string, content: Buffer): Sealed;
  /** Throws INTERNAL when the key is gone or the bytes are not those that were sealed for this. */
  open(belongsTo: string, sealed: Sealed): Buffer;
}

export interface Sealed {
  readonly keyId: string;
  /** Nonce (12 bytes), tag (16 bytes), ciphertext. */
  readonly bytes: Buffer;
}

/** What became of an acknowledgement; saying it again is answered as before. */
export type Acknowledgement = { readonly result: 'acknowledged' } | { readonly result: 'refused'; readonly code: ErrorCode };

/** Where the adapter delivers to. */
export interface OwnDestination {
  readonly name: string;
  /** Valid by the adapter's destination.schema.json. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** For an adapter whose recipients say later that they have what was handed over to them. */
export interface RecipientDoor {
  /**
   * The recipient has what was sent to it under this delivery id. Resolves after the commit; refuses what was never sent to this
   * destination, and what is no id. Throws transient HubErrors: ask again.
   */
  acknowledge(destination: string, deliveryId: string): Promise<Acknowledgement>;
  /** The destinations that the adapter serves as of now. */
  destinations(): readonly OwnDestination[];
}

export interface AdapterDoors extends HubDoors {
  readonly store: AdapterStore;
  readonly vault: Vault;
  readonly recipients: RecipientDoor;
}
