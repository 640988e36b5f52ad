/** What an HTTP status means for a webhook delivery (Standard Webhooks; RFC 9110 for Retry-After). */
import type { SendResult } from '../../broker/contract/adapter.ts';

const TRANSIENT_4XX = new Set([408, 425, 429]);

export function meaningOf(status: number): SendResult {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'permanent', code: 'RECIPIENT_GONE', hold: true };
  if (status === 503) return { kind: 'transient', code: 'RECIPIENT_UNAVAILABLE', connection: true };
  if (status >= 400 && status < 500 && !TRANSIENT_4XX.has(status)) return { kind: 'permanent', code: 'RECIPIENT_REJECTED' };
  return { kind: 'transient', code: 'RECIPIENT_ERROR', connection: false };
}

/** Retry-After as seconds or as an HTTP date, measured from the answer's own Date; capped by the hub at one hour. */
export function retryAfterOf(header: string | string[] | undefined, answeredAt: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header) - answeredAt;
  return Number.isFinite(until) && until > 0 ? until : undefined;
}

/** Attachments were still being read here when the time was over: that says nothing of the party. */
export const readingTimedOut = (): SendResult => ({ kind: 'transient', code: 'SEND_TIMEOUT', connection: false });
