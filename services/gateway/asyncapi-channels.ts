/**
 * The roads on which messages travel between the hub and a party, as data: one channel a road, with its content modes and the headers that
 * each mode has. Seen from the hub: it receives what parties submit and sends what they get.
 */
import { QUEUE_ROADS } from './asyncapi-queues.ts';
import { attributes, server, structured, text, type Road } from './asyncapi-road.ts';

const WEBHOOK_HEADERS = {
  'webhook-id': text('The same on every attempt: by it a party knows a repeat.'),
  'webhook-timestamp': text('Seconds since 1970 of this attempt.'),
  'webhook-signature': text('One `v1,<base64>` for each secret in use, by blanks: HMAC-SHA256 over `id.timestamp.body`.'),
};

export const ROADS: readonly Road[] = [
  {
    name: 'submission',
    action: 'receive',
    title: 'What a party submits',
    channel: {
      address: '/messages',
      servers: [server('hub')],
      description: 'Answers, errors and all other endpoints stand in the OpenAPI description.',
    },
    operation: {
      summary: 'A party submits a message',
      description: 'The same id with the same content may be submitted again and is taken once.',
      bindings: { http: { method: 'POST' } },
    },
    modes: [structured()],
  },
  {
    name: 'webhook',
    action: 'send',
    title: 'What a party gets by webhook',
    channel: { address: null, servers: [server('party')], description: 'The URL is in the settings of the destination.' },
    operation: {
      summary: 'The hub delivers a message by webhook',
      description: 'At least once. Any 2xx is an acknowledgement; the content mode is a setting of the destination.',
      bindings: { http: { method: 'POST' } },
      security: [{ $ref: '#/components/securitySchemes/webhookSignature' }],
    },
    modes: [structured(WEBHOOK_HEADERS), { name: 'binary', headers: attributes('ce-', WEBHOOK_HEADERS) }],
  },
  ...QUEUE_ROADS,
];
