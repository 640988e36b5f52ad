/** What a mail server says, or does not say, in the words of the error catalogue (RFC 5321 section 4.2). */
import type { SendResult, WireBytes } from '../../broker/contract/adapter.ts';
import { HubError } from '../../broker/contract/errors.ts';

/** Codes of the mail library. */
const GARBAGE = new Set(['EPROTOCOL']);
const LATE = new Set(['ETIMEDOUT']);
/** No TLS where it is demanded: whatever the server said about it, the mail was not refused, the connection is not fit for it. */
const UNFIT = new Set(['ETLS']);

interface MailFault {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/** Nothing of the answer's text is kept: a mail server may repeat what was sent. */
export function sendFailure(error: unknown, signal: AbortSignal): SendResult {
  if (signal.aborted) return { kind: 'transient', code: 'SEND_TIMEOUT', connection: true };
  const { code, responseCode } = error as MailFault;
  if (UNFIT.has(String(code))) return { kind: 'transient', code: 'CONNECTION_FAILED', connection: true };
  if (typeof responseCode === 'number' && responseCode >= 400) return answered(responseCode);
  if (GARBAGE.has(String(code))) return { kind: 'transient', code: 'RECIPIENT_GARBAGE', connection: false };
  return { kind: 'transient', code: LATE.has(String(code)) ? 'SEND_TIMEOUT' : 'CONNECTION_FAILED', connection: true };
}

function answered(status: number): SendResult {
  const wire: WireBytes = { status };
  if (status >= 500) return { kind: 'permanent', code: 'RECIPIENT_REJECTED', wire };
  if (status === 421) return { kind: 'transient', code: 'RECIPIENT_UNAVAILABLE', connection: true, wire };
  return { kind: 'transient', code: 'RECIPIENT_ERROR', connection: false, wire };
}

/** Files were still being read here when the time was over: that says nothing of the other state. */
export const readingTimedOut = (): SendResult => ({ kind: 'transient', code: 'SEND_TIMEOUT', connection: false });

/** The database could not take down that a form goes out: it goes out later. */
export const notNoted = (): SendResult => ({ kind: 'transient', code: 'DATABASE_UNAVAILABLE', connection: false });

export const untranslatable = (error: unknown): SendResult => {
  if (!(error instanceof HubError)) throw error;
  return { kind: 'permanent', code: error.hubCode };
};

export const noSuchPeer = (): SendResult => ({ kind: 'permanent', code: 'CONFIG_INVALID' });
