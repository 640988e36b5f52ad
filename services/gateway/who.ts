/** Who asks and why, as the Hub-* headers say it: complete as the endpoint demands, and an officer named is a registered one. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Who } from '../../broker/contract/who.ts';

export const WHO_HEADERS = {
  officer: 'Hub-Officer',
  purpose: 'Hub-Purpose',
  legalBasis: 'Hub-Legal-Basis',
  caseReference: 'Hub-Case',
} as const satisfies Record<keyof Who, string>;

type WhoField = keyof typeof WHO_HEADERS;

export const DEMANDED: Readonly<Record<Endpoint['whoAndWhy'], readonly WhoField[]>> = {
  none: [],
  officer: ['officer'],
  full: ['officer', 'purpose', 'legalBasis', 'caseReference'],
};

const FIELDS = DEMANDED.full;
const LOWER_CASE = { officer: 'hub-officer', purpose: 'hub-purpose', legalBasis: 'hub-legal-basis', caseReference: 'hub-case' } as const;
const NOBODY: Who = Object.freeze({});
const MAX_LENGTH = 500;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Throws INVALID_PARAMETER for a value that is no UTF-8 or too long. */
export function readWho(headers: IncomingHttpHeaders): Who {
  let who: Partial<Record<WhoField, string>> | undefined;
  for (const field of FIELDS) {
    const value = headers[LOWER_CASE[field]];
    if (typeof value === 'string' && value !== '') (who ??= {})[field] = decode(value, WHO_HEADERS[field]);
  }
  return who ?? NOBODY;
}

/** Throws WHO_AND_WHY_REQUIRED with the names of the missing headers. */
export function demandWho(who: Who, demanded: Endpoint['whoAndWhy']): void {
  const missing = DEMANDED[demanded].filter((field) => who[field] === undefined);
  if (missing.length === 0) return;
  throw new HubError('WHO_AND_WHY_REQUIRED', { detail: `Missing: ${missing.map((field) => WHO_HEADERS[field]).join(', ')}.` });
}

/** Node gives header bytes as Latin-1; the hub's headers are UTF-8. */
function decode(value: string, name: string): string {
  const text = decodeUtf8(value, name);
  if (text.length > MAX_LENGTH) throw new HubError('INVALID_PARAMETER', { detail: `${name} is longer than ${MAX_LENGTH} characters.` });
  return text;
}

function decodeUtf8(value: string, name: string): string {
  if (!/[^ -~]/.test(value)) return value;
  try {
    return UTF8.decode(Buffer.from(value, 'latin1'));
  } catch (cause) {
    throw new HubError('INVALID_PARAMETER', { detail: `${name} is not valid UTF-8.`, cause });
  }
}
