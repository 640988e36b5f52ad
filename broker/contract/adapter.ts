/**
 * What an external system must offer the hub: one folder under adapters/ with these nouns. The hub finds the folder by
 * name and calls only what stands here; the adapter imports only broker/contract and schemas.
 */
import type { ErrorCode } from './error-catalogue.ts';
import type { AdapterDoors } from './doors.ts';
import type { Attachment, DeclaredAttachment } from './attachments.ts';
import type { AcceptResult, CarriedAttachment } from './message.ts';

/** One message on its way to one destination. */
export interface OutboundDelivery {
  /** The same on every attempt: the recipient's key against repeats. */
  readonly deliveryId: string;
  readonly messageId: string;
  /** When the hub accepted the message. */
  readonly acceptedAt: Date;
  /** The party that submitted the message. */
  readonly sender: string;
  readonly destination: string;
  readonly type: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The CloudEvent as JSON in UTF-8: identical bytes on every attempt. */
  readonly body: Buffer;
  /** What the body refers to, as far as this recipient may see it; the bytes come by `doors.attachments`. */
  readonly attachments: readonly CarriedAttachment[];
  /** Settings of the destination, valid by the adapter's destination.schema.json. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Exact bytes kept with a failed attempt; absent where the law forbids to keep them. */
export interface WireBytes {
  readonly sent?: Buffer;
  readonly received?: Buffer;
  readonly status?: number;
}

export type SendResult =
  | { readonly kind: 'delivered'; readonly wire?: WireBytes }
  | {
      /**
       * The system has it safe, the recipient has not said yet that it does: delivered once `doors.recipients.acknowledge` was called for it,
       * sent again when that has not happened in time.
       */
      readonly kind: 'handed-over';
      readonly acknowledgeWithinMs: number;
      readonly wire?: WireBytes;
    }
  | {
      readonly kind: 'transient';
      readonly code: ErrorCode;
      /** True when the destination itself cannot be reached: counts towards its breaker. */
      readonly connection: boolean;
      readonly retryAfterMs?: number;
      readonly wire?: WireBytes;
    }
  | {
      readonly kind: 'permanent';
      readonly code: ErrorCode;
      /** True when nothing more may be sent to the destination until an operator resumes it. */
      readonly hold?: boolean;
      readonly wire?: WireBytes;
    };

/** Time left for a synchronous look-up and the signal that ends it. */
export interface LookupContext {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How what a system sends by itself becomes a message. */
export interface InboundDoor {
  /**
   * Puts a CloudEvent (JSON in UTF-8) through the receive pipeline as the party, with its sources and grants. Resolves after the commit;
   * only then may the system be told that the hub has it. The same bytes under the same id are one message, so that a system may send
   * again. Throws HubError: transient ones must reach the system as "send again".
   */
  submit(party: string, event: Buffer): Promise<AcceptResult>;
  /**
   * Stores what came beside a message, as if the party had uploaded it: the same bounds, types, scanner and audit. An event that is submitted
   * for the party may then refer to it, once it is; every call is a new attachment. Throws as `TakeAttachment` does.
   */
  attach(party: string, declared: DeclaredAttachment, bytes: AsyncIterable<Buffer>): Promise<Attachment>;
}

export interface Connection {
  /**
   * Sends one message and says what came of it; throws only what is a fault of the adapter itself. May be called again
   * with the same deliveryId (at least once): the recipient recognises it. Calls for one lane never overlap; the hub
   * retries, the adapter never does. Must settle within the send timeout (10 s) or when the signal aborts.
   */
  deliver?(delivery: OutboundDelivery, signal: AbortSignal): Promise<SendResult>;
  /** Answers a synchronous look-up from the system; idempotent; throws HubError from the catalogue, never an empty result for a failure. */
  request?(request: unknown, context: LookupContext): Promise<unknown>;
  /**
   * Begins to take what the system sends by itself. Called once, after the node has started and only where adapters run; resolves when the
   * adapter listens (or has nothing to listen to), throws CONFIG_INVALID when it cannot. `close` ends it; work in hand is finished first.
   */
  listen?(inbound: InboundDoor): Promise<void>;
  /** Resolves when the system can be reached, throws HubError otherwise. */
  check(signal: AbortSignal): Promise<void>;
  /** Ends all connections this adapter opened. Idempotent. */
  close(): Promise<void>;
}

export interface Adapter<Settings = unknown> {
  /** The folder's name. */
  readonly name: string;
  /** Opens what the adapter needs; the connection is owned by the hub, which closes it. */
  connect(settings: Settings, doors: AdapterDoors): Promise<Connection>;
}
