/**
 * An attachment as a CloudEvent of its own: structured JSON with the bytes in `data_base64` (CloudEvents JSON format 1.0, section 3.1.1), made
 * part by part, so that no file lies in memory as a whole. Equal bytes on every attempt.
 */
import { blocksOf } from '../../broker/contract/blocks.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';

const ATTACHMENT_EVENT = 'pl.gov.udsc.exchange.attachment.v1';
const SOURCE = '/hub/attachments';
const TAIL = Buffer.from('"}');

export interface AttachmentEvent {
  readonly sizeBytes: number;
  /** Anew each time; `bytes` are those of the attachment in order. */
  parts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
}

export function attachmentEvent({ id, name, mediaType, sha256, sizeBytes }: CarriedAttachment): AttachmentEvent {
  const attributes = { specversion: '1.0', id, source: SOURCE, type: ATTACHMENT_EVENT, subject: name, datacontenttype: mediaType, sha256 };
  const head = Buffer.from(`${JSON.stringify(attributes).slice(0, -1)},"data_base64":"`);
  return {
    sizeBytes: head.length + 4 * Math.ceil(sizeBytes / 3) + TAIL.length,
    parts: async function* (bytes) {
      yield head;
      for await (const block of blocksOf(bytes, 3)) yield Buffer.from(block.toString('base64'));
      yield TAIL;
    },
  };
}
