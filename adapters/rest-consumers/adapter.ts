/**
 * Delivers messages to parties by webhook (Standard Webhooks): the CloudEvent's bytes as they are, or its data with the rest as headers,
 * signed, one POST an attempt, no redirects. Attachments go by reference, or before the message where the party wants them pushed. The party
 * recognises repeats by `webhook-id`.
 */
import { Agent } from 'undici';
import type { Adapter, Connection, OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import type { HubDoors } from '../../broker/contract/doors.ts';
import { post, type Attempt } from './client.ts';
import { inContentMode } from './content-mode.ts';
import { pushAttachments } from './push-attachments.ts';
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
    deliver: async (delivery, signal) => {
      const destination = delivery.settings as unknown as WebhookDestination;
      const seconds = Math.floor(doors.clock.now() / 1000);
      const to = { agent: agentOf(delivery.destination), url: destination.url, signal };
      if (destination.attachments === 'push') {
        const pushed = await pushAttachments({ door: doors.attachments, delivery, destination, seconds, to });
        if (pushed.kind !== 'delivered') return pushed;
      }
      return postEvent(delivery, seconds, to);
    },
    check: () => Promise.resolve(),
    close: async () => void (await Promise.all([...agents.values()].map((agent) => agent.destroy()))),
  };
}

function postEvent(delivery: OutboundDelivery, seconds: number, to: Pick<Attempt, 'agent' | 'url' | 'signal'>): Promise<SendResult> {
  const { secrets, mode } = delivery.settings as unknown as WebhookDestination;
  const { headers, body } = inContentMode(delivery.body, mode);
  const { deliveryId: id } = delivery;
  const signed = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatureOf({ id, seconds, body }, secrets),
  };
  return post({ ...to, body, headers: { ...headers, ...signed } });
}
