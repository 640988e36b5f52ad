/** The HTTP message of an event in the content mode that the party asked for. */
import { toBinaryMode, type BinaryEvent } from './binary-mode.ts';
import type { WebhookDestination } from './settings.ts';

export const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

export const inContentMode = (event: Buffer, mode: WebhookDestination['mode']): BinaryEvent =>
  mode === 'binary' ? toBinaryMode(event) : { headers: STRUCTURED, body: event };
