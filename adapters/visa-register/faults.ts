/**
 * Turns whatever went wrong on the way to the register into an error of the catalogue. Keeps codes only: texts and bodies may hold
 * personal data, so none of them is kept, not even as `cause`.
 */
import { HubError } from '../../broker/contract/errors.ts';

const SAFE_CODE = /^[\w.:/-]{1,64}$/;
/** Of the HTTP parser and of undici: the answer is bad, not the connection. */
const GARBAGE_CODES = /^(HPE_|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_HEADERS_OVERFLOW)/;

/** The error for a call that failed below the reading of its answer. */
export function toRegisterError(error: unknown, hasTimedOut: boolean): HubError {
  if (hasTimedOut) return timedOut();
  if (error instanceof HubError) return error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && GARBAGE_CODES.test(code)) return garbage('the answer cannot be read');
  return unavailable(typeof code === 'string' ? code : 'UNKNOWN');
}

export const garbage = (what: string): HubError =>
  new HubError('VISA_REGISTER_GARBAGE', {
    detail: `The visa register answered with something that cannot be used: ${what}. This does not mean that there is no visa.`,
  });

export const unavailable = (code: string): HubError =>
  new HubError('VISA_REGISTER_UNAVAILABLE', { facts: { connectionCode: SAFE_CODE.test(code) ? code : 'UNKNOWN' } });

export const faulted = (code: string): HubError =>
  new HubError('VISA_REGISTER_FAULT', { facts: { faultCode: SAFE_CODE.test(code) ? code : 'UNKNOWN' } });

const timedOut = (): HubError => new HubError('VISA_REGISTER_TIMEOUT');

export const busy = (): HubError => new HubError('VISA_REGISTER_BUSY', { retryAfterMs: 1000 });

/** Connection trouble counts towards the breaker; a register that answers, even badly, is there. */
export const isConnectionTrouble = ({ hubCode }: HubError): boolean =>
  hubCode === 'VISA_REGISTER_UNAVAILABLE' || hubCode === 'VISA_REGISTER_TIMEOUT';
