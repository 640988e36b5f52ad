/** What moleculer-web hands to a function behind a route, as far as the gateway uses it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'moleculer';

export interface GatewayRequest extends IncomingMessage {
  /** The URL before moleculer-web cut the route's path off. */
  originalUrl?: string;
  $params?: { readonly params?: Readonly<Record<string, string>> };
  $ctx?: Context;
}

export type RouteHandler = (req: GatewayRequest, res: ServerResponse) => void;

export const urlOf = (req: GatewayRequest): string => req.originalUrl ?? req.url ?? '/';
