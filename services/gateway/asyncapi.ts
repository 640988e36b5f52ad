/**
 * The AsyncAPI 3 document of what parties send and receive without asking, made of the message types and schemas that validate. Which of it
 * one party may have, its grants say.
 */
import type { MessageType, SchemaShelf } from '../../broker/contract/schemas.ts';
import { ROADS } from './asyncapi-channels.ts';
import type { Json, Road } from './asyncapi-road.ts';
import { dataSchema, eventSchema, messageSchemas } from './asyncapi-schemas.ts';

type Shelf = Pick<SchemaShelf, 'documents' | 'messageTypes'>;

export function asyncApi(shelf: Shelf): Record<string, unknown> {
  const types = shelf.messageTypes();
  return {
    asyncapi: '3.0.0',
    info: INFO,
    defaultContentType: 'application/cloudevents+json',
    servers: SERVERS,
    channels: Object.fromEntries(ROADS.map((road) => [road.name, channelOf(road, types)])),
    operations: Object.fromEntries(ROADS.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(ROADS.flatMap((road) => messagesOf(road, types, shelf))),
      schemas: messageSchemas(shelf),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const INFO = {
  title: 'Messages of the integration hub of the Office for Foreigners',
  version: 'v1',
  description:
    'Seen from the hub: it *receives* what parties submit and *sends* what they get. A party gets only what its grants name; where it was given ' +
    'chosen fields or an earlier version, what it gets differs accordingly.',
  license: { name: 'EUPL-1.2' },
};

const SERVERS = {
  hub: {
    host: '{host}',
    pathname: '/api/v1',
    protocol: 'https',
    variables: { host: { description: 'A node of the hub.' } },
    security: [{ $ref: '#/components/securitySchemes/apiKey' }],
  },
  party: { host: '{host}', protocol: 'https', variables: { host: { description: 'The server of the party.' } } },
  broker: {
    host: '{host}',
    pathname: '/{virtualHost}',
    protocol: 'amqps',
    protocolVersion: '0.9.1',
    variables: {
      host: { description: 'RabbitMQ as parties reach it.' },
      virtualHost: { description: 'Where the queues of parties are.', examples: ['parties'] },
    },
    security: [{ $ref: '#/components/securitySchemes/queueCredentials' }],
  },
};

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'The API key of the party.' },
  queueCredentials: {
    type: 'userPassword',
    description: 'Login of the party, which may read its own queue, publish to its own exchange, and nothing else.',
  },
  webhookSignature: {
    type: 'httpApiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: the hub signs with a secret that the party gave it. Verify before anything else.',
  },
};

function channelOf({ name, title, channel, ...road }: Road, types: readonly MessageType[]): Json {
  const keys = typesOf(road, types).flatMap(({ type }) => road.modes.map((mode) => `${type}.${mode.name}`));
  const messages = [...keys, ...Object.keys(road.others ?? {})].map((key) => [key, { $ref: `#/components/messages/${name}.${key}` }]);
  return { title, ...channel, messages: Object.fromEntries(messages) as Json };
}

const operationsOf = ({ name, action, operation }: Road): [string, Json][] =>
  operation === undefined ? [] : [[`${action}-${name}`, { action, channel: { $ref: `#/channels/${name}` }, ...operation }]];

/** What only the hub says, nobody submits. */
const typesOf = ({ action }: Pick<Road, 'action'>, types: readonly MessageType[]): readonly MessageType[] =>
  action === 'send' ? types : types.filter(({ isFromHub }) => !isFromHub);

function messagesOf(road: Road, types: readonly MessageType[], shelf: Shelf): [string, Json][] {
  const documents = shelf.documents();
  const envelope = road.action === 'receive' ? ENVELOPE : 'delivered-envelope';
  const typed = typesOf(road, types).flatMap(({ type, title, schemaId }) =>
    road.modes.map(({ name, headers }): [string, Json] => {
      const data = dataSchema(schemaId, documents);
      const payload = name === 'binary' ? data : eventSchema(type, { envelope, data });
      const contentType = name === 'binary' ? 'application/json' : 'application/cloudevents+json';
      return [`${road.name}.${type}.${name}`, { name: type, title, contentType, headers, payload, ...road.ofType?.(type) }];
    }),
  );
  return [...typed, ...Object.entries(road.others ?? {}).map(([name, message]): [string, Json] => [`${road.name}.${name}`, message])];
}

const ENVELOPE = '_common.envelope';
