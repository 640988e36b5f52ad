/** The query of a URL: every name once, every escape right. */
import { HubError } from '../../broker/contract/errors.ts';

const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});

/** Throws INVALID_PARAMETER for a bad escape or a repeated name. */
export function readQuery(url: string): Readonly<Record<string, string>> {
  const start = url.indexOf('?');
  if (start === -1 || start === url.length - 1) return NO_QUERY;
  const query = new Map<string, string>();
  for (const part of url.slice(start + 1).split('&')) if (part !== '') addPart(query, part);
  return Object.fromEntries(query);
}

function addPart(query: Map<string, string>, part: string): void {
  const equals = part.indexOf('=');
  const name = unescape(equals === -1 ? part : part.slice(0, equals));
  if (query.has(name)) throw new HubError('INVALID_PARAMETER', { detail: 'A query parameter is given twice.' });
  query.set(name, equals === -1 ? '' : unescape(part.slice(equals + 1)));
}

/** Throws INVALID_PARAMETER when the path holds an escape that is no UTF-8. */
export function checkPath(url: string): void {
  unescape(url.split('?', 1)[0] ?? '');
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new HubError('INVALID_PARAMETER', { detail: 'The URL holds a percent escape that is not UTF-8.', cause });
  }
}
