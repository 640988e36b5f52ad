/** A service whose actions answer REST calls: one handler an action, all with the same hub. */
import type { Context, ServiceSchema } from 'moleculer';
import type { Endpoint, RestAnswer, RestCall } from './endpoint.ts';
import type { Hub, HubService } from './hub.ts';

type RestHandler = (hub: Hub, call: RestCall) => Promise<RestAnswer>;

interface RestServiceParts {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  readonly handlers: Readonly<Record<string, RestHandler>>;
}

export function restService(hub: Hub, { name, endpoints, handlers }: RestServiceParts): HubService {
  const entries = Object.entries(handlers).map(([action, handler]) => [
    action,
    (context: Context<RestCall>): Promise<RestAnswer> => handler(hub, context.params),
  ]);
  const schema: ServiceSchema = { name, actions: Object.fromEntries(entries) as NonNullable<ServiceSchema['actions']> };
  return { endpoints, schema };
}
