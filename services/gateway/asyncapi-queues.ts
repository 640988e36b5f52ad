/**
 * The roads of a party with a RabbitMQ queue of its own: what lies in the queue, what the party publishes when it has it, and what the hub
 * answers if it is asked to. The exchange of a party is a fanout, so whatever routing key it publishes with is the right one.
 */
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { attributes, headers, server, structured, text, type Json, type Road } from './asyncapi-road.ts';

const VERSION = { bindingVersion: '0.3.0' };
const PARTY = { party: { description: 'Code of the party.', examples: ['PL-KGP'] } };
const EXCHANGE = 'parties.{party}.acknowledgements';
const PROPERTIES = 'Names that do not begin with `cloudEvents` are properties of AMQP 0-9-1 and no entries of its table of headers.';

const PROPERTIES_OF_A_DELIVERY = {
  'message-id': text('The delivery id, the same on every attempt: by it a party knows a repeat, and with it it acknowledges.'),
  type: text('Type of the message.'),
  'app-id': { const: 'pobyt-hub' },
  'delivery-mode': { const: 2, description: 'Persistent.' },
  expiration: { type: 'string', pattern: '^[0-9]+$', description: 'Milliseconds to acknowledge in; then it is published again.' },
};
const ALWAYS = Object.keys(PROPERTIES_OF_A_DELIVERY);
const DATA = { 'content-type': text('The `datacontenttype` of the event, else `application/json`.') };

const binary = (prefix: string): Json => attributes(prefix, { ...DATA, ...PROPERTIES_OF_A_DELIVERY }, [...Object.keys(DATA), ...ALWAYS]);

const correlation = (property: string, description: string): Json => ({
  correlationId: { location: `$message.header#/${property}`, description },
});

const ACKNOWLEDGEMENT = {
  title: 'The party has a message',
  description: 'Published after the message was stored and before `basic.ack`, of which RabbitMQ does not tell the hub.',
  contentType: 'application/octet-stream',
  payload: { description: 'Not read; may be empty.' },
  headers: headers(
    {
      'correlation-id': text('The `message-id` of what the party has; a property, no entry of the table of headers.'),
      'reply-to': { const: 'amq.rabbitmq.reply-to', description: 'To be answered; any other name is not.' },
    },
    ['correlation-id'],
  ),
  ...correlation('correlation-id', 'The delivery.'),
};

const REFUSALS: readonly ErrorCode[] = [
  'ACKNOWLEDGEMENT_UNKNOWN',
  'ACKNOWLEDGEMENT_TOO_EARLY',
  'ACKNOWLEDGEMENT_TOO_LATE',
  'ACKNOWLEDGEMENT_UNREADABLE',
];

const answer = (title: string, contentType: string, payload: Json): Json => ({
  title,
  contentType,
  payload: { type: 'object', ...payload },
  headers: headers({ 'content-type': { const: contentType }, 'correlation-id': text('That of the acknowledgement.') }, [
    'content-type',
    'correlation-id',
  ]),
  ...correlation('correlation-id', 'The delivery.'),
});

const ANSWERS = {
  acknowledged: answer('The message is delivered', 'application/json', {
    required: ['deliveryId', 'result'],
    properties: { deliveryId: text('Of the message.'), result: { const: 'acknowledged' } },
  }),
  refused: answer('The acknowledgement is refused', 'application/problem+json', {
    required: ['type', 'title', 'status', 'code', 'detail', 'help'],
    properties: { code: { enum: REFUSALS }, title: text('What happened.'), help: text('What to do.') },
  }),
};

export const QUEUE_ROADS: readonly Road[] = [
  {
    name: 'queue',
    action: 'send',
    title: 'What a party gets in a queue of its own',
    channel: {
      address: 'parties.{party}',
      servers: [server('broker')],
      parameters: PARTY,
      description: `The hub makes the queue; the party reads it. ${PROPERTIES}`,
      bindings: { amqp: { is: 'queue', queue: { durable: true, exclusive: false, autoDelete: false }, ...VERSION } },
    },
    operation: {
      summary: 'The hub delivers a message into the queue of the party',
      description:
        'At least once: delivered when the party has acknowledged; until then it is published again, with the same message-id. The content mode ' +
        'and the prefix of its headers are settings of the destination.',
      bindings: { amqp: { deliveryMode: 2, mandatory: true, ...VERSION } },
      reply: {
        channel: { $ref: '#/channels/acknowledgement' },
        messages: [{ $ref: '#/channels/acknowledgement/messages/acknowledgement' }],
      },
    },
    modes: [
      structured(PROPERTIES_OF_A_DELIVERY, ALWAYS),
      { name: 'binary', headers: { type: 'object', oneOf: [binary('cloudEvents_'), binary('cloudEvents:')] } },
    ],
    ofType: (type) => ({
      bindings: { amqp: { messageType: type, ...VERSION } },
      ...correlation('message-id', 'The delivery: what the party acknowledges with.'),
    }),
  },
  {
    name: 'acknowledgement',
    action: 'receive',
    title: 'What a party publishes when it has a message from its queue',
    channel: {
      address: EXCHANGE,
      servers: [server('broker')],
      parameters: PARTY,
      description: 'The address is the name of the exchange; the routing key is not looked at.',
      bindings: { amqp: { is: 'routingKey', exchange: { name: EXCHANGE, type: 'fanout', durable: true, autoDelete: false }, ...VERSION } },
    },
    operation: {
      summary: 'A party acknowledges a message from its queue',
      description: 'May be said again. RabbitMQ keeps it while the hub is away: the party should wait for the confirm of its publish.',
      bindings: { amqp: { ack: true, ...VERSION } },
      reply: {
        address: { location: '$message.header#/reply-to', description: 'Direct reply-to of RabbitMQ; without it nothing is answered.' },
        channel: { $ref: '#/channels/acknowledgement-answer' },
      },
    },
    modes: [],
    others: { acknowledgement: ACKNOWLEDGEMENT },
  },
  {
    name: 'acknowledgement-answer',
    action: 'send',
    title: 'What the hub says of an acknowledgement',
    channel: { address: null, servers: [server('broker')], description: 'Comes to the channel on which the party acknowledged.' },
    modes: [],
    others: ANSWERS,
  },
];
