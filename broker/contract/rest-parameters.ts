/** Query parameters and JSON bodies as services read them from a RestCall; what is wrong is named. */
import { HubError } from './errors.ts';
import type { RestCall } from './endpoint.ts';

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
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && Number.isFinite(Date.parse(text))) return new Date(text).toISOString();
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: `/query/${name}`, detail: 'must be an ISO 8601 instant' }] });
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

export function jsonBody(call: RestCall): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new HubError('MALFORMED_JSON', { cause });
  }
  throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '', detail: 'must be a JSON object' }] });
}

/** The reason an operator gives in the body. Throws REASON_REQUIRED. */
export function reasonOf(body: Readonly<Record<string, unknown>>): string {
  const { reason } = body;
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 1000 || reason.includes('\u0000'))
    throw new HubError('REASON_REQUIRED');
  return reason.trim();
}
