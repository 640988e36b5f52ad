/** The media types that an endpoint takes: the description lists them, and a body that says another is refused before it is read. */
import type { IncomingMessage } from 'node:http';
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';

type Takes = Pick<Endpoint, 'accepts' | 'streams'>;

export function mediaTypesOf({ accepts, streams }: Takes): readonly string[] {
  if (streams === 'body') return ['*/*'];
  return accepts === true ? ['application/cloudevents+json', 'application/json'] : ['application/json'];
}

/** Throws UNSUPPORTED_MEDIA_TYPE. A body that does not say what it is counts as what the endpoint takes. */
export function checkMediaType({ headers }: Pick<IncomingMessage, 'headers'>, endpoint: Takes): void {
  const taken = mediaTypesOf(endpoint);
  const said = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (said === undefined || said === '' || taken.includes('*/*') || taken.includes(said)) return;
  throw new HubError('UNSUPPORTED_MEDIA_TYPE', { detail: `The path takes ${taken.join(' or ')}.` });
}
