/**
 * Turns whatever went wrong on the way to SIS into an error of the catalogue. Keeps codes only: fault strings, bodies and causes may
 * hold personal data or the password, so none of them is kept, not even as `cause`.
 */
import { HubError } from '../../broker/contract/errors.ts';

/** Errors of node:http and of TLS that say the answer, not the connection, is bad. */
const GARBAGE_CODES = /^(HPE_|ERR_HTTP_|Z_|ERR_INVALID_)/;
const SAFE_CODE = /^[\w.:/-]{1,64}$/;

/** The error for a call that failed in the SOAP library or below it. */
export function toSisError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const fault = faultCodeOf(error);
  if (fault !== undefined) return new HubError('SIS_FAULT', { facts: { faultCode: fault } });
  const code = textField(error, 'code');
  if (code !== undefined && !GARBAGE_CODES.test(code)) return unavailable(code);
  return garbage('the answer cannot be read');
}

export const garbage = (what: string): HubError =>
  new HubError('SIS_GARBAGE', { detail: `SIS answered with something that cannot be used: ${what}. This is not a negative answer.` });

export const unavailable = (code: string): HubError =>
  new HubError('SIS_UNAVAILABLE', { facts: { connectionCode: SAFE_CODE.test(code) ? code : 'UNKNOWN' } });

export const timedOut = (): HubError => new HubError('SIS_TIMEOUT');

/** Connection trouble counts towards the breaker; a SIS that answers, even badly, is there. */
export const isConnectionTrouble = (error: HubError): boolean => error.hubCode === 'SIS_UNAVAILABLE' || error.hubCode === 'SIS_TIMEOUT';

/** The code of a SOAP 1.1 or 1.2 fault, when the library reports one. */
function faultCodeOf(error: unknown): string | undefined {
  const fault = ['root', 'Envelope', 'Body', 'Fault'].reduce(field, error);
  if (fault === undefined || fault === null) return undefined;
  const subcode = ['Code', 'Subcode', 'Value'].reduce(field, fault);
  const candidates = [field(fault, 'faultcode'), field(field(fault, 'faultcode'), '$value'), subcode, field(field(fault, 'Code'), 'Value')];
  return candidates.find((code): code is string => typeof code === 'string' && SAFE_CODE.test(code)) ?? 'UNKNOWN';
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textField(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' ? found : undefined;
}
