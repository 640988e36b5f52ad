/** A queued registration: from the message to the request, and from what came of it to what the hub is to do. */
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { RegisterAnswer } from './request.ts';

export const REGISTRATION = 'pl.gov.udsc.visa.registration.v1';

type Registration = Readonly<Record<string, unknown>> & { readonly requestedBy?: object };

/** Undefined for a message that is no registration. What it says is checked by the validator. */
export function requestIn({ type, deliveryId, body }: Pick<OutboundDelivery, 'type' | 'deliveryId' | 'body'>): unknown {
  if (type !== REGISTRATION) return undefined;
  const { source, data } = JSON.parse(body.toString('utf8')) as { source?: unknown; data?: Registration };
  const { requestedBy, ...registration } = data ?? {};
  const institution = /^\/parties\/([^/]+)/.exec(String(source))?.[1] ?? String(source);
  return { requestId: deliveryId, requester: { institution, ...requestedBy }, ...registration };
}

/** A repeat that the register knows is as good as recorded. Why it does not record is kept with the attempt: a word, no personal data. */
export function resultOf(answer: RegisterAnswer): SendResult {
  if (answer.kind === 'REGISTERED') return { kind: 'delivered' };
  const reason = answer.kind === 'NOT_REGISTERED' ? answer.reason : 'ANOTHER_KIND_OF_ANSWER';
  return { kind: 'permanent', code: 'RECIPIENT_REJECTED', wire: { received: Buffer.from(reason) } };
}

/** Throws what is a fault of the adapter itself. */
export function failureOf(error: unknown): SendResult {
  if (!(error instanceof HubError)) throw error;
  const { retryAfterMs } = error;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  switch (error.hubCode) {
    case 'VISA_REGISTER_UNAVAILABLE':
      return { kind: 'transient', code: 'CONNECTION_FAILED', connection: true, ...wait };
    case 'VISA_REGISTER_TIMEOUT':
      return { kind: 'transient', code: 'SEND_TIMEOUT', connection: true };
    case 'VISA_REGISTER_BUSY':
      return { kind: 'transient', code: 'RECIPIENT_UNAVAILABLE', connection: false, ...wait };
    case 'VISA_REGISTER_FAULT':
      return { kind: 'transient', code: 'RECIPIENT_ERROR', connection: false };
    case 'VISA_REGISTER_GARBAGE':
      return { kind: 'transient', code: 'RECIPIENT_GARBAGE', connection: false };
    case 'CODE_UNMAPPED':
      return { kind: 'permanent', code: 'CODE_UNMAPPED' };
    default:
      return { kind: 'permanent', code: 'TRANSLATION_FAILED' };
  }
}
