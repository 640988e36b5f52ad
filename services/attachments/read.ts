/** Hands out an attachment to its uploader and to the parties of a message that refers to it; who reads and why is recorded first. */
import type { Attachment } from '../../broker/contract/attachments.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid } from '../../broker/contract/rest-parameters.ts';

/** Throws NOT_FOUND, in the same words whoever asks, and AUDIT_UNAVAILABLE, with nothing read. */
export async function readAttachment(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { id } = call.path;
  const found = isUuid(id) ? await hub.attachments.readable(call.principal.party, id) : undefined;
  if (found === undefined) throw new HubError('NOT_FOUND');
  await recordReading(hub, call, found);
  return { status: 200, headers: headersOf(found.attachment), body: hub.attachments.open(found.attachment.id) };
}

interface Found {
  readonly attachment: Attachment;
  readonly messageId: string | null;
}

async function recordReading(hub: Hub, { principal, who }: RestCall, { attachment, messageId }: Found): Promise<void> {
  const { officer = '', purpose = '', legalBasis, caseReference } = who;
  const facts = { attachmentId: attachment.id, sha256: attachment.sha256, legalBasis, caseReference };
  const about = { party: principal.party, officer, purpose, ...(messageId === null ? {} : { messageId }) };
  await hub.audit.operations.record([{ event: 'message.attachment-read', ...about, facts }]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
}

const headersOf = ({ mediaType, sizeBytes, sha256 }: Attachment): Record<string, string> => ({
  'content-type': mediaType,
  'content-length': String(sizeBytes),
  'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  // A browser saves it and never shows it as a page of the hub.
  'content-disposition': 'attachment',
});
