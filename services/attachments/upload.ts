/**
 * Takes an upload: what is declared is known before the first byte is read, the bytes are sealed as they come, and only what is whole,
 * is what was declared, and passed the scanner becomes an attachment. The same bytes again are a new attachment with another id.
 */
import type { Attachment, StoredBytes } from '../../broker/contract/attachments.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { declaredBy, type Declared } from './declared.ts';
import { isBegunAs, MAGIC_BYTES } from './magic-number.ts';
import { scan } from './scanner.ts';

type Settings = Hub['config']['attachments'];
type Upload = (hub: Hub, call: RestCall) => Promise<RestAnswer>;

export function createUpload(settings: Settings): Upload {
  let underWay = 0;
  return async (hub, call) => {
    const declared = declaredBy(call, settings.mediaTypes);
    if (underWay >= settings.uploadsAtOnce) throw new HubError('ACCEPT_QUEUE_FULL', { retryAfterMs: 1000 });
    underWay += 1;
    try {
      return created(await take(hub, call, { declared, settings }));
    } catch (error) {
      await recordRefusal(hub, call.principal.party, error);
      throw error;
    } finally {
      underWay -= 1;
    }
  };
}

interface Given {
  readonly declared: Declared;
  readonly settings: Settings;
}

async function take(hub: Hub, { principal, stream = nothing() }: RestCall, { declared, settings }: Given): Promise<Attachment> {
  const { party } = principal;
  const { mediaType } = declared;
  const stored = await hub.attachments.store({ party, mediaType }, checkedBeginning(stream, mediaType));
  try {
    if (stored.sha256 !== declared.sha256)
      throw new HubError('ATTACHMENT_DIFFERS', { detail: 'The SHA-256 of the bytes is not the declared one.' });
    await scan(settings.scanner, () => hub.attachments.open(stored.id));
    return await keep(hub, party, { ...stored, mediaType });
  } catch (error) {
    await hub.attachments.drop(stored.id);
    throw error;
  }
}

const keep = (hub: Hub, party: string, { mediaType, ...stored }: StoredBytes & { readonly mediaType: string }): Promise<Attachment> => {
  const facts = { attachmentId: stored.id, sha256: stored.sha256, sizeBytes: stored.sizeBytes, mediaType };
  return hub.audit.operations.append([{ event: 'message.attachment-stored', party, facts }], (batch) =>
    hub.attachments.keep(stored, batch),
  );
};

async function* nothing(): AsyncGenerator<Buffer> {}

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

const created = ({ id, sha256, sizeBytes, mediaType, expiresAt }: Attachment): RestAnswer => ({
  status: 201,
  headers: { location: `/api/v1/attachments/${id}` },
  body: { id, sha256, sizeBytes, mediaType, expiresAt: expiresAt.toISOString() },
});

const REFUSED: ReadonlySet<string> = new Set(['ATTACHMENT_DIFFERS', 'ATTACHMENT_REFUSED']);

/** What the bytes themselves are at fault for. */
async function recordRefusal(hub: Hub, party: string, error: unknown): Promise<void> {
  if (!(error instanceof HubError) || !REFUSED.has(error.hubCode)) return;
  await hub.audit.operations.record([{ event: 'message.attachment-refused', party, facts: { code: error.hubCode } }]);
}
