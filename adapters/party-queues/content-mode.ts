/**
 * The AMQP message of an event in the content mode that the party asked for, after the CloudEvents AMQP protocol binding 1.0: application
 * properties of AMQP 1.0 are headers here. Pure; the bytes of the event, or of its data, are those of the sender.
 */
import { partsOf } from '../../broker/contract/event-parts.ts';
import type { QueueDestination } from './settings.ts';

export interface AmqpContent {
  readonly content: Buffer;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
}

const STRUCTURED = 'application/cloudevents+json; charset=utf-8';

export function inContentMode(
  event: Buffer,
  { mode, attributePrefix }: Required<Pick<QueueDestination, 'mode' | 'attributePrefix'>>,
): AmqpContent {
  if (mode === 'structured') return { content: event, contentType: STRUCTURED, headers: {} };
  const { attributes, contentType, data } = partsOf(event);
  const headers = [...attributes].map(([name, value]) => [`${attributePrefix}${name}`, isPlain(value) ? value : String(value)] as const);
  return { content: data, contentType, headers: Object.fromEntries(headers) };
}

/** Whole numbers and booleans are such in AMQP, too. */
const isPlain = (value: unknown): value is number | boolean =>
  typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value));
