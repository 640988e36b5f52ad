/**
 * What adapters share that carry attachments to a recipient: the bytes checked against what the message says, the bound of the recipient, and
 * what a failure means for the delivery.
 */
import { createHash } from 'node:crypto';
import type { SendResult } from './adapter.ts';
import type { AttachmentDoor } from './doors.ts';
import { HubError } from './errors.ts';
import { ERROR_CATALOGUE } from './error-catalogue.ts';
import type { CarriedAttachment } from './message.ts';

/** The bytes in order; the end comes only when size and SHA-256 are those of the reference. Throws ATTACHMENT_GONE, ATTACHMENT_SPOILT. */
export async function* checkedBytes(door: AttachmentDoor, messageId: string, attachment: CarriedAttachment): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of door.read(messageId, attachment.id)) {
    hash.update(piece);
    size += piece.length;
    yield piece;
  }
  if (size !== attachment.sizeBytes || hash.digest('hex') !== attachment.sha256)
    throw new HubError('ATTACHMENT_SPOILT', { detail: 'The size or the SHA-256 of an attachment is not that of its message.' });
}

/** Throws ATTACHMENT_TOO_LARGE when all attachments together are larger. */
export function assertCarriable(attachments: readonly CarriedAttachment[], mostBytes: number): void {
  const total = attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > mostBytes)
    throw new HubError('ATTACHMENT_TOO_LARGE', { detail: `The attachments have ${total} bytes, the recipient takes ${mostBytes}.` });
}

/** Of an error of this file or of the door: it says nothing of the recipient. Throws what is none. */
export function carryFault(error: unknown): SendResult {
  if (!(error instanceof HubError)) throw error;
  const code = error.hubCode;
  return ERROR_CATALOGUE[code].kind === 'permanent' ? { kind: 'permanent', code } : { kind: 'transient', code, connection: false };
}
