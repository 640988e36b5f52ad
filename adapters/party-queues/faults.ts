/** What goes wrong between the hub and a party's queue, as errors of the catalogue. All of it can pass: nothing here is a message's own fault. */
import type { SendResult } from '../../broker/contract/adapter.ts';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError } from '../../broker/contract/errors.ts';

/** Its time was over; whether RabbitMQ has the message is not known. */
export const TIMED_OUT: SendResult = { kind: 'transient', code: 'SEND_TIMEOUT', connection: true };

/** RabbitMQ answered, and did not put the message into the queue: reject-publish of a queue that is full. */
export const full = (): HubError => new HubError('PARTY_QUEUE_FULL');
/** The message came back: there is no such queue. */
export const missing = (): HubError => new HubError('PARTY_QUEUE_MISSING');

export const resultOf = (error: unknown): SendResult => ({ kind: 'transient', code: codeOf(error), connection: true });

/**
 * By the reply codes of AMQP 0-9-1: 403 login or permission, 404 what was declared a moment ago, 405 and 406 a queue that is otherwise
 * than thought, 530 the virtual host, which amqplib tells in words of its own.
 */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof HubError) return error.hubCode;
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const reply = typeof code === 'number' ? code : Number(/\b([345]\d\d)\b/.exec(message)?.[1]);
  if (reply === 404) return 'PARTY_QUEUE_MISSING';
  if (REFUSALS.has(reply) || message.startsWith('Expected ConnectionOpenOk')) return 'PARTY_QUEUE_REFUSED';
  return 'CONNECTION_FAILED';
}

const REFUSALS: ReadonlySet<number> = new Set([403, 405, 406, 530]);
