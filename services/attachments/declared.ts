/** What an uploader declares: media type and SHA-256, from the headers. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';

export interface Declared {
  readonly mediaType: string;
  /** Hex. */
  readonly sha256: string;
}

const HEX = /^[0-9a-f]{64}$/i;
/** One member of the dictionary of RFC 9530; the value is a byte sequence of RFC 8941. */
const SHA_256 = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/;

/** Throws INVALID_PARAMETER. */
export function declaredBy({ headers }: Pick<RestCall, 'headers'>): Declared {
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return { mediaType, sha256: sha256In(headers) };
}

function sha256In(headers: RestCall['headers']): string {
  const [own, standard] = [headers['hub-sha256'], headers['content-digest']];
  const digests = [own === undefined ? [] : [hexOf(own)], standard === undefined ? [] : [hexOfDigest(standard)]].flat();
  const [digest] = digests;
  if (digest === undefined) throw wrong('Send the SHA-256 of the file in Content-Digest (RFC 9530) or in Hub-Sha256 (hex).');
  if (digests.some((other) => other !== digest)) throw wrong('Content-Digest and Hub-Sha256 differ.');
  return digest;
}

function hexOf(text: string): string {
  if (!HEX.test(text)) throw wrong('Hub-Sha256 must be 64 hexadecimal digits.');
  return text.toLowerCase();
}

function hexOfDigest(text: string): string {
  const base64 = SHA_256.exec(text)?.[1];
  if (base64 === undefined) throw wrong('Content-Digest must hold sha-256=:<base64>:.');
  return Buffer.from(base64, 'base64').toString('hex');
}

const wrong = (detail: string): HubError => new HubError('INVALID_PARAMETER', { detail });
