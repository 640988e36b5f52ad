/** The archive's failures in the words of the error catalogue. */
import type { SendResult, WireBytes } from '../../broker/contract/adapter.ts';

/** 200 and 201: the record is there. 503: the archive is closed for a while. Other 4xx: the record is not one. */
export function meaningOf(status: number, wire: WireBytes): SendResult {
  if (status === 200 || status === 201) return { kind: 'delivered' };
  if (status === 503) return { kind: 'transient', code: 'RECIPIENT_UNAVAILABLE', connection: true, wire };
  if (status >= 400 && status < 500) return { kind: 'permanent', code: 'RECIPIENT_REJECTED', wire };
  return { kind: 'transient', code: 'RECIPIENT_ERROR', connection: false, wire };
}

export function failureOf(error: unknown, wire: WireBytes): SendResult {
  const isOver = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return { kind: 'transient', code: isOver ? 'SEND_TIMEOUT' : 'CONNECTION_FAILED', connection: true, wire };
}
