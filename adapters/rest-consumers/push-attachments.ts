/**
 * Pushes the attachments of a message before the message itself, each in a request of its own, signed as every other. Each is read twice: first
 * for its digest and signature, so that nothing is sent of what is spoilt or gone, then to be sent.
 */
import { Readable } from 'node:stream';
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import { assertCarriable, carryFault, checkedBytes } from '../../broker/contract/carried.ts';
import type { AttachmentDoor } from '../../broker/contract/doors.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';
import { attachmentEvent } from './attachment-event.ts';
import { post, type Attempt } from './client.ts';
import { STRUCTURED } from './content-mode.ts';
import { readingTimedOut } from './faults.ts';
import { beginSignature } from './signature.ts';
import type { WebhookDestination } from './settings.ts';

interface Push {
  readonly door: AttachmentDoor;
  readonly delivery: Pick<OutboundDelivery, 'deliveryId' | 'messageId' | 'attachments'>;
  readonly destination: WebhookDestination;
  readonly seconds: number;
  readonly to: Pick<Attempt, 'agent' | 'url' | 'signal'>;
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Delivered when all are; otherwise what came of the first that was not. */
export async function pushAttachments(push: Push): Promise<SendResult> {
  const { delivery, destination } = push;
  try {
    assertCarriable(delivery.attachments, destination.maxAttachmentBytes ?? MOST_BYTES);
    for (const attachment of delivery.attachments) {
      const result = await pushOne(attachment, push);
      if (result.kind !== 'delivered') return result;
    }
    return { kind: 'delivered' };
  } catch (error) {
    return push.to.signal.aborted ? readingTimedOut() : carryFault(error);
  }
}

async function pushOne(attachment: CarriedAttachment, { door, delivery, destination, seconds, to }: Push): Promise<SendResult> {
  const event = attachmentEvent(attachment);
  const id = `${delivery.deliveryId}-${attachment.id}`;
  const parts = (): AsyncGenerator<Buffer> => event.parts(checkedBytes(door, delivery.messageId, attachment));
  const signature = beginSignature({ id, seconds }, destination.secrets);
  for await (const part of parts()) {
    to.signal.throwIfAborted();
    signature.update(part);
  }
  const headers = {
    ...STRUCTURED,
    'content-length': String(event.sizeBytes),
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signature.value(),
  };
  return post({ ...to, headers, body: Readable.from(parts(), { objectMode: false }) });
}
