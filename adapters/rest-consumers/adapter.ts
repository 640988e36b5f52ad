/**
 * Delivers messages to parties by webhook (Standard Webhooks): the CloudEvent's bytes as they are, or its data with the rest as headers,
 * signed, one POST an attempt, no redirects. The party recognises repeats by `webhook-id`, which is the delivery id.
 */
import { Agent } from 'undici';
import type { Adapter, Connection } from '../../broker/contract/adapter.ts';
import type { HubDoors } from '../../broker/contract/doors.ts';
import { post } from './client.ts';
import { inContentMode } from './content-mode.ts';
import { signatureOf } from './signature.ts';
import type { WebhookDestination } from './settings.ts';

interface RestConsumersSettings {
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3000;

export const adapter: Adapter<RestConsumersSettings> = {
  name: 'rest-consumers',
  connect: (settings, doors) => Promise.resolve(connection(settings, doors)),
};

function connection(settings: RestConsumersSettings, doors: HubDoors): Connection {
  const agents = new Map<string, Agent>();
  const agentOf = (destination: string): Agent => {
    const known = agents.get(destination);
    if (known !== undefined) return known;
    const connect = { timeout: settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS };
    const made = new Agent({ connect, connections: 64, pipelining: 1, keepAliveTimeout: 10_000 });
    agents.set(destination, made);
    return made;
  };
  return {
    deliver: (delivery, signal) => {
      const { url, secrets, mode } = delivery.settings as unknown as WebhookDestination;
      const { headers, body } = inContentMode(delivery.body, mode);
      const seconds = Math.floor(doors.clock.now() / 1000);
      return post({
        agent: agentOf(delivery.destination),
        url,
        body,
        headers: {
          ...headers,
          'webhook-id': delivery.deliveryId,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signatureOf({ id: delivery.deliveryId, seconds, body }, secrets),
        },
        signal,
      });
    },
    check: () => Promise.resolve(),
    close: async () => void (await Promise.all([...agents.values()].map((agent) => agent.destroy()))),
  };
}
