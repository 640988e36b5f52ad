/** The shapes in which a message passes from the edge to the store and back. */

/** A validated submission, ready to be stored. */
export interface Submission {
  /** Given by the hub: UUID. */
  readonly id: string;
  /** The authenticated sender. */
  readonly party: string;
  readonly source: string;
  /** CloudEvents `id`, chosen by the sender. */
  readonly eventId: string;
  readonly type: string;
  readonly subject: string | null;
  readonly sequenceKey: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly purpose: string | null;
  readonly traceParent: string | null;
  /** ISO 8601 instant. */
  readonly expiresAt: string | null;
  readonly keepDays: number;
  /** Of the exact bytes received, hex. */
  readonly sha256: string;
  readonly body: Buffer;
  readonly recipients: readonly Recipient[];
  /** Where each recipient is to reply: with what type and by when (ISO 8601 instant). */
  readonly awaits?: { readonly replyType: string; readonly by: string };
  /** True where it replies to the message that causationId names. */
  readonly isReply?: boolean;
  /** What it refers to. */
  readonly attachments?: readonly AttachmentReference[];
}

/** As in `_common/attachment.schema.json`. */
export interface AttachmentReference {
  readonly id: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What a recipient gets to see of a reference: all of it, or it is not carried. */
export interface CarriedAttachment extends AttachmentReference {
  /** A label under which a person would save it, never a path. */
  readonly name: string;
}

export interface Recipient {
  readonly destination: string;
  /** True where the party fetches its messages itself. */
  readonly pull: boolean;
  /** True where no order is kept, whatever key the message has: a service orders by the instants of acceptance, and nothing waits behind a dead letter. */
  readonly isUnordered?: boolean;
}

/** What the submitter gets, to the letter the same for every repeat. */
export interface Receipt {
  readonly id: string;
  readonly state: 'accepted';
  readonly acceptedAt: string;
  readonly sha256: string;
  readonly links: { readonly self: string };
}

export interface AcceptResult {
  readonly receipt: Receipt;
  /** True when the same submission was accepted before. */
  readonly repeated: boolean;
}

export function receiptOf(message: { id: string; acceptedAt: Date; sha256: string }): Receipt {
  return {
    id: message.id,
    state: 'accepted',
    acceptedAt: message.acceptedAt.toISOString(),
    sha256: message.sha256,
    links: { self: `/api/v1/messages/${message.id}` },
  };
}
