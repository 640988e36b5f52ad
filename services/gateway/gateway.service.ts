/**
 * The door for REST: a moleculer-web service that serves the endpoints of all services of this node under /api/v1, and the
 * probes beside them. It decides who may call and how often; what a call means, the services decide.
 */
import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Service, ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import type { CreateService, Hub } from '../../broker/contract/hub.ts';
import { createAuthentication } from './authentication.ts';
import { urlOf, type GatewayRequest } from './request.ts';
import { API_PATH, apiAliases, probeAliases, unrouted, type Aliases, type KnownAlias } from './routes.ts';
import { answerError } from './serve.ts';
import { close, listen } from './server.ts';

/** What moleculer-web adds to a service. */
interface Gateway extends Service {
  readonly aliases: readonly KnownAlias[];
  readonly httpHandler: RequestListener;
  addRoute(route: Record<string, unknown>): void;
}

export const createService: CreateService = (hub) => ({ schema: gatewaySchema(hub), endpoints: [] });

function gatewaySchema(hub: Hub): ServiceSchema {
  let server: Server | undefined;
  return {
    name: 'gateway',
    mixins: [ApiGateway],
    // The server is ours: moleculer-web's own never settles its start when the port is in use.
    settings: {
      server: false,
      routes: null,
      logRequest: null,
      logRequestParams: null,
      logResponse: null,
      logRouteRegistration: null,
      rootCallOptions,
    },
    actions: { listAliases: false, addRoute: false, removeRoute: false },
    methods: {
      errorHandler: (req: GatewayRequest, res: ServerResponse, error: unknown) => answerError(hub, error, { req, res }),
      send404(this: Gateway, req: GatewayRequest, res: ServerResponse) {
        answerError(hub, unrouted(this.aliases, urlOf(req)), { req, res });
      },
    },
    async started() {
      const gateway = this as Gateway;
      addRoutes(gateway, hub);
      server = await listen(gateway.httpHandler, hub.config.http);
    },
    async stopped() {
      if (server !== undefined) await close(server);
    },
  };
}

/** The endpoints are asked for at the start and not before: only then have all services been found. */
function addRoutes(gateway: Gateway, hub: Hub): void {
  const gate = { hub, broker: gateway.broker, authenticate: createAuthentication(hub) };
  gateway.addRoute(routeOf(API_PATH, apiAliases(gate, hub.endpoints())));
  gateway.addRoute(routeOf('/', probeAliases(gate)));
}

const routeOf = (path: string, aliases: Aliases): Record<string, unknown> => ({
  path,
  aliases,
  bodyParsers: false,
  mappingPolicy: 'restrict',
  mergeParams: false,
  logging: false,
  pathToRegexpOptions: { sensitive: true },
});

/** A request id of the caller goes into logs and back into a header: only a short plain one is taken over. */
function rootCallOptions(options: { requestID?: string | undefined }): void {
  if (options.requestID !== undefined && !/^[\w.:-]{1,100}$/.test(options.requestID)) options.requestID = undefined;
}
