/**
 * Destinations inside the hub: messages to a party that a service of the hub speaks for. They take the same road as all others (retries, dead
 * letters) but keep no lanes: the service orders what it is given by the instants of acceptance. At the end of the road stands the service's
 * action `receive`, which gets an OutboundDelivery and answers a SendResult.
 */
import type { Fault } from './contract/errors.ts';

/** In the place of the adapter's name. */
export const SERVICE = 'service';

export function serviceFaults({ service, ...rest }: Readonly<Record<string, unknown>>): readonly Fault[] {
  const more = Object.keys(rest).map((name) => ({ pointer: `/${name}`, detail: 'is not allowed' }));
  return typeof service === 'string' && /^[a-z][a-z-]*$/.test(service)
    ? more
    : [{ pointer: '/service', detail: 'must be the name of a service' }, ...more];
}

export const receivingAction = ({ settings }: { readonly settings: Readonly<Record<string, unknown>> }): string =>
  `${String(settings['service'])}.receive`;
