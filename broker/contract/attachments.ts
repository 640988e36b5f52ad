/** Attachments (Claim Check): the bytes stay with the hub, sealed; messages carry references. */
import type { AuditBatch } from '../audit/writer.ts';
import type { AttachmentDoor } from './doors.ts';

/** An attachment that was uploaded as a whole and found to be what was declared. */
export interface Attachment {
  readonly id: string;
  /** Who uploaded it: only this party may refer to it. */
  readonly party: string;
  readonly mediaType: string;
  /** Hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** From then on no message may refer to it; without any reference it is deleted. */
  readonly expiresAt: Date;
}

/** What comes with the bytes of an attachment. */
export interface DeclaredAttachment {
  readonly mediaType: string;
  /** Hex; where none is said the bytes are taken as they come. */
  readonly sha256?: string;
}

/**
 * Makes bytes an attachment of the party: bounded, of an allowed type and beginning as such, what was declared, passed by the scanner, recorded.
 * Throws UNSUPPORTED_MEDIA_TYPE before a byte is read, BODY_TOO_LARGE, ATTACHMENT_DIFFERS, ATTACHMENT_REFUSED, SCANNER_UNAVAILABLE; then
 * nothing of it stays.
 */
export type TakeAttachment = (party: string, declared: DeclaredAttachment, bytes: AsyncIterable<Buffer>) => Promise<Attachment>;

/** What was stored and nobody can find yet. */
export interface StoredBytes {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly pieces: number;
}

export interface AttachmentVault extends AttachmentDoor {
  /** Seals what comes, piece by piece: never more than two pieces in memory. What is not kept is deleted within the hour after next. */
  store(about: { readonly party: string; readonly mediaType: string }, bytes: AsyncIterable<Buffer>): Promise<StoredBytes>;
  /** Makes it an attachment, with its audit entries. */
  keep(stored: StoredBytes, batch: AuditBatch): Promise<Attachment>;
  /** Deletes what was stored and not kept; never throws. */
  drop(id: string): Promise<void>;
  /** Those of the party that a new message may refer to. */
  usable(party: string, ids: readonly string[]): Promise<readonly Attachment[]>;
  /** What the party may read: its own, and that of messages it sent or is to receive; with such a message, if there is one. */
  readable(party: string, id: string): Promise<{ readonly attachment: Attachment; readonly messageId: string | null } | undefined>;
  /** Kept or not: for a scanner, or a reader who may. */
  open(id: string): AsyncIterable<Buffer>;
}
