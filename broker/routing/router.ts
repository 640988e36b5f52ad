/**
 * Who receives a message: pure. A named destination replaces routes and subscriptions and each must be granted; a routed party without
 * a grant is left out and named, so that the hub can raise a problem. Content rules are JSON Schemas compiled by ajv.
 */
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { HubError, type Fault } from '../contract/errors.ts';
import type { Registry } from '../contract/registry.ts';
import { SERVICE } from '../service-destinations.ts';
import { subscribersOf } from './subscribers.ts';
import type { Recipient } from '../contract/message.ts';

export interface RoutingTable {
  readonly routes: readonly Route[];
  /** Content that only parties with a grant for the purpose may receive, whoever names them. */
  readonly protected: readonly Protection[];
}

interface Route {
  readonly name: string;
  readonly type: string;
  readonly when: object;
  /** True when no other route counts beside this one. */
  readonly only?: boolean;
  readonly to: readonly string[];
}

interface Protection {
  readonly name: string;
  readonly when: object;
  readonly purpose: string;
}

export interface Envelope {
  readonly type: string;
  readonly destination?: string;
  readonly data: unknown;
  /** Who submitted it: nobody is sent by a subscription what is their own. */
  readonly sender?: string;
}

export interface Routed {
  readonly recipients: readonly Recipient[];
  /** Names of the routes that count; none when the message names its destinations. */
  readonly routes: readonly string[];
  /** Routed parties that were left out for lack of a grant. */
  readonly leftOut: readonly string[];
}

export type RoutingRegistry = Pick<Registry, 'destination' | 'isGranted' | 'subscriptions'>;
export type Router = (envelope: Envelope, registry: RoutingRegistry) => Routed;

export function createRouter(table: RoutingTable, ajv: Ajv2020): Router {
  const routes = table.routes.map((route) => ({ ...route, matches: ajv.compile(route.when) }));
  const protections = table.protected.map((protection) => ({ ...protection, matches: ajv.compile(protection.when) }));
  return (envelope, registry) => {
    const purposes = protections.filter(({ matches }) => matches(envelope)).map(({ purpose }) => purpose);
    const granted = (party: string): boolean => mayReceive(party, { envelope, purposes, registry });
    if (envelope.destination !== undefined) return { recipients: named(envelope.destination, granted, registry), routes: [], leftOut: [] };
    const asking = subscribersOf(envelope, registry.subscriptions()).filter((party) => party !== envelope.sender && granted(party));
    return routed(routes, envelope, { granted, registry, asking });
  };
}

interface Rights {
  readonly envelope: Envelope;
  readonly purposes: readonly string[];
  readonly registry: RoutingRegistry;
}

function mayReceive(party: string, { envelope, purposes, registry }: Rights): boolean {
  const wanted = purposes.length === 0 ? [undefined] : purposes;
  return wanted.every((purpose) =>
    registry.isGranted(party, 'receive', { messageType: envelope.type, ...(purpose === undefined ? {} : { purpose, mustBeNamed: true }) }),
  );
}

function named(list: string, granted: (party: string) => boolean, registry: RoutingRegistry): Recipient[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => registry.destination(name) === undefined);
  const forbidden = names.filter((name) => !unknown.includes(name) && !granted(name));
  const faults: Fault[] = [
    ...unknown.map((name) => ({ pointer: '/destination', detail: `${name} is not a receiving party.` })),
    ...forbidden.map((name) => ({ pointer: '/destination', detail: `${name} may not receive this.` })),
  ];
  if (faults.length > 0) throw new HubError(unknown.length > 0 ? 'UNKNOWN_DESTINATION' : 'DESTINATION_NOT_GRANTED', { faults });
  return names.map((name) => recipient(name, registry));
}

interface CompiledRoute extends Route {
  readonly matches: ValidateFunction;
}

interface Candidates {
  /** Granted subscribers; a route that stands alone leaves them out. */
  readonly asking: readonly string[];
  readonly granted: (party: string) => boolean;
  readonly registry: RoutingRegistry;
}

function routed(routes: readonly CompiledRoute[], envelope: Envelope, { granted, registry, asking }: Candidates): Routed {
  const matching = routes.filter((route) => route.type === envelope.type && route.matches(envelope));
  const exclusive = matching.filter((route) => route.only === true);
  const counting = exclusive.length > 0 ? exclusive : matching;
  const named = counting.flatMap((route) => route.to);
  const names = [...new Set([...named, ...(exclusive.length > 0 ? [] : asking)])];
  const kept = names.filter((name) => registry.destination(name) !== undefined && granted(name));
  return {
    recipients: kept.map((name) => recipient(name, registry)),
    routes: counting.map(({ name }) => name),
    leftOut: [...new Set(named)].filter((name) => !kept.includes(name)),
  };
}

function recipient(name: string, registry: RoutingRegistry): Recipient {
  const adapter = registry.destination(name)?.adapter;
  return { destination: name, pull: adapter === 'mailbox', ...(adapter === SERVICE ? { isUnordered: true } : {}) };
}
