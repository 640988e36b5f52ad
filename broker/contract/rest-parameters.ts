/** Query parameters and JSON bodies as services read them from a RestCall; what is wrong is named. */
import { HubError } from './errors.ts';
import type { RestCall } from './endpoint.ts';
import { readBody } from './read-body.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

export function wholeNumber(call: RestCall, name: string, limits: { least: number; most: number; otherwise: number }): number {
  const text = call.query[name];
  if (text === undefined || text === '') return limits.otherwise;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= limits.least && value <= limits.most) return value;
  throw new HubError('INVALID_PARAMETER', {
    faults: [{ pointer: `/query/${name}`, detail: `must be a whole number from ${limits.least} to ${limits.most}` }],
  });
}

export function instant(call: RestCall, name: string): string | null {
  const text = call.query[name];
  if (text === undefined || text === '') return null;
  const read = instantIn(text);
  if (read !== undefined) return read;
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: `/query/${name}`, detail: 'must be an ISO 8601 instant' }] });
}

/** An ISO 8601 instant in UTC, of the years that PostgreSQL and the form `YYYY-` share; undefined for anything else. */
export function instantIn(text: string): string | undefined {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(NaN);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at.toISOString() : undefined;
}

/** A text parameter; PostgreSQL cannot hold U+0000. */
export function text(call: RestCall, name: string): string | null {
  const value = call.query[name];
  if (value === undefined || value === '') return null;
  if (!value.includes('\u0000') && value.length <= 255) return value;
  throw new HubError('INVALID_PARAMETER', {
    faults: [{ pointer: `/query/${name}`, detail: 'must be at most 255 characters without U+0000' }],
  });
}

/** Deeper than any body of a REST call but a message. */
const MAX_DEPTH = 32;

/** Whatever JSON a body is. Throws MALFORMED_JSON, BAD_ENCODING, TOO_DEEP, INVALID_MESSAGE for a name that stands twice. */
export const jsonValue = (call: RestCall): unknown => readBody(call.body, MAX_DEPTH);

/**
 * The body of a REST call that is no message: an object. Throws what jsonValue throws, and INVALID_PARAMETER for what PostgreSQL or UTF-8
 * cannot hold (U+0000, lone surrogates).
 */
export function jsonBody(call: RestCall): Readonly<Record<string, unknown>> {
  const value = jsonValue(call);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '', detail: 'must be a JSON object' }] });
  const place = unstorable(value, '');
  if (place === undefined) return value as Record<string, unknown>;
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: place, detail: 'holds U+0000 or a lone surrogate' }] });
}

/** U+0000, and halves of pairs. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** JSON pointer to the first text, name or value, that cannot be stored. */
function unstorable(value: unknown, at: string): string | undefined {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? at : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (unstorable(name, at) !== undefined) return at;
    const found = unstorable(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The reason an operator gives in the body. Throws REASON_REQUIRED. */
export function reasonOf(body: Readonly<Record<string, unknown>>): string {
  const { reason } = body;
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 1000 || reason.includes('\u0000'))
    throw new HubError('REASON_REQUIRED');
  return reason.trim();
}
