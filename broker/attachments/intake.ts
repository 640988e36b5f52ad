/**
 * Takes the bytes of an attachment, by whatever road they come: they are sealed as they come, and only what is whole, within its bound, is
 * what was declared, and passed the scanner becomes an attachment. The same bytes again are a new attachment with another id.
 */
import type { HubConfig } from '../../config/config.ts';
import type { Attachment, AttachmentVault, DeclaredAttachment, StoredBytes, TakeAttachment } from '../contract/attachments.ts';
import { HubError } from '../contract/errors.ts';
import type { AuditDoor } from '../contract/hub.ts';
import { isBegunAs, MAGIC_BYTES } from './magic-number.ts';
import { scan } from './scanner.ts';

interface IntakeOptions {
  readonly settings: Pick<HubConfig['attachments'], 'maxBytes' | 'mediaTypes' | 'scanner'>;
  readonly vault: AttachmentVault;
  readonly audit: AuditDoor;
}

export function createIntake(options: IntakeOptions): TakeAttachment {
  return async (party, declared, bytes) => {
    const { mediaTypes } = options.settings;
    if (!mediaTypes.includes(declared.mediaType))
      throw new HubError('UNSUPPORTED_MEDIA_TYPE', { detail: `An attachment may be: ${mediaTypes.join(', ')}.` });
    try {
      return await take(party, { declared, bytes }, options);
    } catch (error) {
      await recordRefusal(party, error, options.audit);
      throw error;
    }
  };
}

interface Given {
  readonly declared: DeclaredAttachment;
  readonly bytes: AsyncIterable<Buffer>;
}

async function take(party: string, { declared, bytes }: Given, { settings, vault, audit }: IntakeOptions): Promise<Attachment> {
  const { mediaType, sha256 } = declared;
  const stored = await vault.store({ party, mediaType }, checkedBeginning(bounded(bytes, settings.maxBytes), mediaType));
  try {
    if (sha256 !== undefined && stored.sha256 !== sha256)
      throw new HubError('ATTACHMENT_DIFFERS', { detail: 'The SHA-256 of the bytes is not the declared one.' });
    await scan(settings.scanner, () => vault.open(stored.id));
    return await audit.append([factOf(party, mediaType, stored)], (batch) => vault.keep(stored, batch));
  } catch (error) {
    await vault.drop(stored.id);
    throw error;
  }
}

const factOf = (party: string, mediaType: string, { id, sha256, sizeBytes }: StoredBytes) =>
  ({ event: 'message.attachment-stored', party, facts: { attachmentId: id, sha256, sizeBytes, mediaType } }) as const;

async function* bounded(bytes: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) throw new HubError('BODY_TOO_LARGE', { detail: `An attachment has ${most} bytes at most.` });
    yield chunk;
  }
}

/** Passes the bytes on once the first few are seen. Throws ATTACHMENT_DIFFERS, also for an empty file. */
async function* checkedBeginning(bytes: AsyncIterable<Buffer>, mediaType: string): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  let isChecked = false;
  for await (const chunk of bytes) {
    if (isChecked) yield chunk;
    else {
      held = Buffer.concat([held, chunk]);
      if (held.length < MAGIC_BYTES) continue;
      checkBeginning(held, mediaType);
      isChecked = true;
      yield held;
    }
  }
  if (isChecked) return;
  checkBeginning(held, mediaType);
  yield held;
}

function checkBeginning(beginning: Buffer, mediaType: string): void {
  if (beginning.length === 0) throw new HubError('ATTACHMENT_DIFFERS', { detail: 'The file is empty.' });
  if (!isBegunAs(mediaType, beginning))
    throw new HubError('ATTACHMENT_DIFFERS', { detail: `The bytes do not begin as ${mediaType} does.` });
}

const REFUSED: ReadonlySet<string> = new Set(['ATTACHMENT_DIFFERS', 'ATTACHMENT_REFUSED']);

/** What the bytes themselves are at fault for. */
async function recordRefusal(party: string, error: unknown, audit: AuditDoor): Promise<void> {
  if (!(error instanceof HubError) || !REFUSED.has(error.hubCode)) return;
  await audit.record([{ event: 'message.attachment-refused', party, facts: { code: error.hubCode } }]);
}
