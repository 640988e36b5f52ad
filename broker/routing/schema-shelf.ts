/** Compiles every schema below schemas/ with one ajv (draft 2020-12) and answers faults as JSON pointers. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { HubError, type Fault } from '../contract/errors.ts';
import type { MessageType, ReplyTerms, SchemaShelf } from '../contract/schemas.ts';

const BASE = 'https://schemas.pobyt-hub.example/';
const root = fileURLToPath(new URL('../../schemas/', import.meta.url));
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

type Schema = Readonly<Record<string, unknown>> & { readonly $id: string };

export interface CompiledShelf extends SchemaShelf {
  readonly ajv: Ajv2020;
}

/** `keepDays`: of message types that name none. */
export async function loadSchemas(keepDays = 90): Promise<CompiledShelf> {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats(ajv);
  const schemas = await readSchemas();
  for (const schema of schemas) ajv.addSchema(schema);
  for (const schema of schemas) ajv.getSchema(schema.$id); // compiled at start, not under the first request
  const types = withReplies(new Map(schemas.flatMap((schema) => typeEntry(schema, keepDays))));
  return {
    ajv,
    faults: (name, value) => faultsOf(ajv.getSchema(BASE + name), value),
    messageType: (type) => types.get(type),
    messageTypes: () => [...types.values()],
    dataFaults: (type, data) =>
      faultsOf(ajv.getSchema(type.schemaId), data).map((fault) => ({ ...fault, pointer: `/data${fault.pointer}` })),
    documents: () => new Map(schemas.map((schema) => [schema.$id, schema])),
  };
}

async function readSchemas(): Promise<Schema[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.schema.json'));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(paths.map(async (path) => JSON.parse(await readFile(path, 'utf8')) as Schema));
}

function typeEntry(schema: Schema, otherwise: number): [string, MessageType][] {
  const type = schema['x-message-type'];
  if (typeof type !== 'string') return [];
  const keepDays = typeof schema['x-keep-days'] === 'number' ? schema['x-keep-days'] : otherwise;
  const title = typeof schema.title === 'string' ? schema.title : type;
  const reply = schema['x-reply'] as ReplyTerms | undefined;
  const attachments = schema['x-attachments'];
  const more = { ...(reply === undefined ? {} : { reply }), ...(typeof attachments === 'string' ? { attachments } : {}) };
  return [[type, { type, schemaId: schema.$id, title, keepDays, isFromHub: schema['x-from-hub'] === true, ...more }]];
}

/** Marks what is a reply. Throws CONFIG_INVALID where a type waits for one that there is not: it could never be told of. */
function withReplies(types: ReadonlyMap<string, MessageType>): ReadonlyMap<string, MessageType> {
  const marked = new Map(types);
  for (const { type, reply } of types.values()) {
    const missing = reply === undefined ? [] : [reply.type, reply.reminder, reply.expired].filter((name) => !types.has(name));
    if (missing.length > 0)
      throw new HubError('CONFIG_INVALID', { detail: `${type} names message types that are missing: ${missing.join(', ')}.` });
    const awaited = reply === undefined ? undefined : types.get(reply.type);
    if (awaited !== undefined) marked.set(awaited.type, { ...awaited, isReply: true });
  }
  return marked;
}

function faultsOf(validate: ValidateFunction | undefined, value: unknown): readonly Fault[] {
  if (validate === undefined) return [{ pointer: '', detail: 'There is no schema for this.' }];
  return validate(value) ? [] : (validate.errors ?? []).map(faultOf);
}

function faultOf(error: ErrorObject): Fault {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const below = params.missingProperty ?? params.additionalProperty;
  return { pointer: error.instancePath + (below === undefined ? '' : `/${below}`), detail: error.message ?? 'is not right' };
}
