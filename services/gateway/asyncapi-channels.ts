/**
 * The roads on which messages travel between the hub and a party, as data: one channel a road, with its content modes and the headers that
 * each mode has. Seen from the hub: it receives what parties submit and sends what they get.
 */
type Json = Readonly<Record<string, unknown>>;

export interface Road {
  /** Key of the channel, and prefix of its messages. */
  readonly name: string;
  readonly action: 'receive' | 'send';
  readonly title: string;
  readonly channel: Json;
  readonly operation: Json;
  readonly modes: readonly Mode[];
}

interface Mode {
  /** Structured: the whole event is the payload. Binary: its data alone are, and the other attributes are headers. */
  readonly name: 'structured' | 'binary';
  readonly headers: Json;
}

const server = (name: string): Json => ({ $ref: `#/servers/${name}` });
const text = (description: string): Json => ({ type: 'string', description });
const structured = (more: Json = {}): Mode => ({
  name: 'structured',
  headers: headers({ 'content-type': { type: 'string', pattern: '^application/cloudevents\\+json' }, ...more }, ['content-type']),
});

const headers = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });

/** The attributes that every event has; extension attributes follow the same rule. */
const attributes = (prefix: string, more: Json = {}): Mode => {
  const always = ['specversion', 'id', 'source', 'type'];
  const said = [...always, 'subject', 'time', 'destination', 'correlationid', 'causationid', 'sequencekey', 'sequence', 'expirytime'];
  const properties = Object.fromEntries(said.map((name) => [prefix + name, text(`Attribute \`${name}\` of the event.`)]));
  return {
    name: 'binary',
    headers: headers(
      { ...properties, ...more },
      always.map((name) => prefix + name),
    ),
  };
};

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
    modes: [structured(WEBHOOK_HEADERS), attributes('ce-', WEBHOOK_HEADERS)],
  },
  {
    name: 'queue',
    action: 'send',
    title: 'What a party gets in a queue of its own',
    channel: {
      address: 'party.{party}',
      servers: [server('broker')],
      parameters: { party: { description: 'Code of the party.', examples: ['PL-KGP'] } },
      bindings: { amqp: { is: 'queue', queue: { durable: true, exclusive: false, autoDelete: false } } },
    },
    operation: {
      summary: 'The hub delivers a message into the queue of the party',
      description: 'Delivered when the party has acknowledged; until then it is published again, with the same message-id.',
      bindings: { amqp: { deliveryMode: 2, ack: true } },
    },
    modes: [structured(), attributes('cloudEvents:')],
  },
];
