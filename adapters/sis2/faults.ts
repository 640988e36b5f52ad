/**
 * Turns whatever went wrong on the way to SIS into an error of the catalogue. Keeps codes only: fault strings, bodies and causes may
 * hold personal data or the password, so none of them is kept, not even as `cause`.
 */
import { HubError } from '../../broker/contract/errors.ts';

/** Errors of node:http and of TLS that say the answer, not the connection, is bad. */
const GARBAGE_CODES = /^(HPE_|ERR_HTTP_|Z_|ERR_INVALID_)/;
const SAFE_CODE = /^[\w.:/-]{1,64}$/;

/** The error for a call that failed on its way out or back. */
export function toSisError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const code = textField(error, 'code');
  if (code !== undefined && !GARBAGE_CODES.test(code)) return unavailable(code);
  return garbage('the answer cannot be read');
}

export const garbage = (what: string): HubError =>
  new HubError('SIS_GARBAGE', { detail: `SIS answered with something that cannot be used: ${what}. This is not a negative answer.` });

export const unavailable = (code: string): HubError =>
  new HubError('SIS_UNAVAILABLE', { facts: { connectionCode: SAFE_CODE.test(code) ? code : 'UNKNOWN' } });

/** Of what a SOAP fault says only the first code that has the form of one. */
export const soapFault = (codes: readonly string[]): HubError =>
  new HubError('SIS_FAULT', { facts: { faultCode: codes.find((code) => SAFE_CODE.test(code)) ?? 'UNKNOWN' } });

export const timedOut = (): HubError => new HubError('SIS_TIMEOUT');

/** Connection trouble counts towards the breaker; a SIS that answers, even badly, is there. */
export const isConnectionTrouble = (error: HubError): boolean => error.hubCode === 'SIS_UNAVAILABLE' || error.hubCode === 'SIS_TIMEOUT';

function textField(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
