/**
 * What may travel between nodes: look-ups and nothing else. Submitting, routing and delivering stay on their node, because
 * Moleculer's transporter confirms nothing; a call that would leave the node is refused on both ends.
 */
import type { Middleware } from 'moleculer';
import type { Logger } from '../contract/doors.ts';
import { HubError } from '../contract/errors.ts';
import { remoteCall, type Handler } from './remote-call.ts';

/** A node's call to itself by way of RabbitMQ. */
export const ECHO = 'mesh.echo';

const LOOKUP = /^adapter\.[^.]+\.request$/;

export const mayTravel = (action: string): boolean => action === ECHO || LOOKUP.test(action);

type Receive = (command: string, packet: { readonly payload?: { readonly action?: string } }) => Promise<boolean>;

export function lookupsOnly(log: Logger): Middleware {
  const hooks = {
    name: 'LookupsOnly',
    remoteAction: (next: Handler, { name }: { readonly name: string }): Handler =>
      mayTravel(name) ? remoteCall(next, name) : refuse(name),
    transitMessageHandler: (next: Receive): Receive => {
      return async (command, packet) => {
        const action = packet.payload?.action ?? '';
        if (command !== 'REQ' || mayTravel(action)) return next(command, packet);
        log.warn({ action }, 'a call of another node was refused: the action is called on its own node only');
        return false;
      };
    },
  };
  return hooks as unknown as Middleware;
}

const refuse =
  (action: string): Handler =>
  async () => {
    throw new HubError('INTERNAL', { detail: `${action} may be called on its own node only.` });
  };
