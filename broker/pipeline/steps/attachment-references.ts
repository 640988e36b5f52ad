/** Step: each attachment that a message names was uploaded by its sender, has not expired, and is what the message says. */
import type { AttachmentVault } from '../../contract/attachments.ts';
import type { Fault } from '../../contract/errors.ts';
import type { AttachmentReference, Submission } from '../../contract/message.ts';
import type { MessageType } from '../../contract/schemas.ts';

const SAID = ['mediaType', 'sha256', 'sizeBytes'] as const;

/** The words do not tell an attachment of somebody else from one that there never was. */
export async function attachmentFaults(
  { party, attachments = [] }: Submission,
  { attachments: field }: MessageType,
  vault: Pick<AttachmentVault, 'usable'>,
): Promise<readonly Fault[]> {
  if (field === undefined || attachments.length === 0) return [];
  const usable = await vault.usable(
    party,
    attachments.map(({ id }) => id),
  );
  const known = new Map(usable.map((attachment) => [attachment.id, attachment]));
  return attachments.flatMap((named, index) => {
    const pointer = `/data/${field}/${index}`;
    const stored = known.get(named.id.toLowerCase());
    if (stored === undefined) return [{ pointer: `${pointer}/id`, detail: 'is no attachment of the sender, or has expired' }];
    return differing(named, stored).map((key) => ({ pointer: `${pointer}/${key}`, detail: 'is not what was uploaded' }));
  });
}

const differing = (named: AttachmentReference, stored: Omit<AttachmentReference, 'id'>): readonly string[] =>
  SAID.filter((key) => named[key] !== stored[key]);
