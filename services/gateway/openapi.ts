/** The OpenAPI 3.1 document, made of the endpoints that are served and the schemas that validate: it cannot fall behind them. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { mediaTypesOf } from './media-type.ts';
import { schemaComponents, schemaReference } from './openapi-schemas.ts';
import { DEMANDED, WHO_HEADERS } from './who.ts';

type Documents = ReturnType<SchemaShelf['documents']>;

export function openApi(endpoints: readonly Endpoint[], schemas: Pick<SchemaShelf, 'documents' | 'messageTypes'>): Record<string, unknown> {
  const documents = schemas.documents();
  return {
    openapi: '3.1.0',
    info: { title: 'Integration hub of the Office for Foreigners', version: 'v1' },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    paths: pathsOf(endpoints, documents),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'The API key of the party.' } },
      schemas: { ...schemaComponents(documents), problem: PROBLEM },
      responses: {
        Problem: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: PROBLEM_REFERENCE } } },
      },
    },
    'x-message-types': schemas
      .messageTypes()
      .map(({ type, title, schemaId }) => ({ type, title, data: schemaReference(schemaId, documents) })),
  };
}

const PROBLEM_REFERENCE = { $ref: '#/components/schemas/problem' };

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'help'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'The code of the error catalogue.' },
    detail: { type: 'string' },
    help: { type: 'string', description: 'What to do.' },
    instance: { type: 'string', format: 'uri' },
    errorsLeftOut: { type: 'integer', description: 'How many faults more there are; at most 100 are told.' },
    errors: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string', format: 'json-pointer' }, detail: { type: 'string' } },
      },
    },
  },
};

function pathsOf(endpoints: readonly Endpoint[], documents: Documents): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint, documents);
  }
  return paths;
}

function operation(endpoint: Endpoint, documents: Documents): Record<string, unknown> {
  const parameters = [...pathParameters(endpoint.path), ...queryParameters(endpoint.query), ...whoParameters(endpoint.whoAndWhy)];
  return {
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replaceAll(/\W+/g, '-')}`,
    tags: [endpoint.path.split('/')[1] ?? ''],
    summary: endpoint.summary,
    ...(endpoint.roles.length === 0 ? {} : { description: `One of these roles is needed: ${endpoint.roles.join(', ')}.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(endpoint.request === undefined ? {} : { requestBody: requestBody(endpoint, endpoint.request, documents) }),
    responses: responses(endpoint, documents),
  };
}

const pathParameters = (path: string): unknown[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const queryParameters = (query: Endpoint['query'] = {}): unknown[] =>
  Object.entries(query).map(([name, description]) => ({ name, in: 'query', description, schema: { type: 'string' } }));

const whoParameters = (demanded: Endpoint['whoAndWhy']): unknown[] =>
  DEMANDED[demanded].map((field) => ({ name: WHO_HEADERS[field], in: 'header', required: true, schema: { type: 'string' } }));

function requestBody(endpoint: Endpoint, schema: string, documents: Documents): Record<string, unknown> {
  const media = { schema: schemaReference(schema, documents) };
  return { required: true, content: Object.fromEntries(mediaTypesOf(endpoint).map((type) => [type, media] as const)) };
}

function responses({ response, streams, answers = [200], ...endpoint }: Endpoint, documents: Documents): Record<string, unknown> {
  const type = streams === 'answer' ? '*/*' : 'application/json';
  const content = response === undefined ? {} : { content: { [type]: { schema: schemaReference(response, documents) } } };
  const done = answers.map((status) => [status, { description: MEANINGS[status] ?? 'Done', ...(status === 304 ? {} : content) }] as const);
  const refused = problemsOf(endpoint).map((status) => [status, PROBLEM_RESPONSE] as const);
  return { ...Object.fromEntries<unknown>([...done, ...refused]), default: PROBLEM_RESPONSE };
}

const MEANINGS: Readonly<Record<number, string>> = {
  200: 'Done, or done before with the same content',
  201: 'Done, and new',
  202: 'Taken, and done in its turn',
  304: 'Nothing has changed since',
};

const PROBLEM_RESPONSE = { $ref: '#/components/responses/Problem' };

/** What any endpoint of the kind can be answered with; what else there is, the error catalogue says. */
const problemsOf = ({ path, request }: Pick<Endpoint, 'path' | 'request'>): readonly number[] => [
  ...[400, 401, 403],
  ...(path.includes(':') ? [404] : []),
  ...(request === undefined ? [] : [413, 415, 422]),
  ...[429, 503],
];
