/**
 * The schemas of messages as AsyncAPI 3 reads them without being told a dialect: JSON Schema draft 07. What says something else there than in
 * draft 2020-12 is written so that both say the same. Only what a message type needs is in it.
 */
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { schemaComponents, schemaReference } from './openapi-schemas.ts';

type Documents = ReturnType<SchemaShelf['documents']>;
type Json = Readonly<Record<string, unknown>>;

const ENVELOPE = '_common/envelope.schema.json';
const COMPONENT = /^#\/components\/schemas\/([^/]+)/;

/** Components: the envelope as it is submitted and as it is delivered, the schema of each type, and all they refer to. */
export function messageSchemas(shelf: Pick<SchemaShelf, 'documents' | 'messageTypes'>): Record<string, unknown> {
  const documents = shelf.documents();
  const all = schemaComponents(documents) as Record<string, Json>;
  const roots = [ENVELOPE, ...shelf.messageTypes().map(({ schemaId }) => schemaId)].map((id) =>
    nameOf(schemaReference(id, documents).$ref),
  );
  const needed = reachable(all, roots);
  const submitted = nameOf(schemaReference(ENVELOPE, documents).$ref);
  const components = Object.fromEntries([...needed].sort().map((name) => [name, inDraft07(all[name])]));
  return { ...components, 'delivered-envelope': deliveredEnvelope(components[submitted] as Json, submitted) };
}

/** The event around the data of one type. */
export const eventSchema = (type: string, { envelope, data }: { readonly envelope: string; readonly data: Json }): Json => ({
  allOf: [{ $ref: `#/components/schemas/${envelope}` }, { properties: { type: { const: type }, data } }],
});

export const dataSchema = (schemaId: string, documents: Documents): Json => schemaReference(schemaId, documents);

const nameOf = (reference: string): string => COMPONENT.exec(reference)?.[1] ?? '';

function reachable(all: Readonly<Record<string, Json>>, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...referencesIn(all[name]).map(nameOf));
  }
  return found;
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner)));
}

/** Draft 07 overlooks what stands beside a `$ref`, and has `dependencies` where later drafts have `dependentRequired`. */
function inDraft07(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inDraft07);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = Object.fromEntries(Object.entries(value).map(([key, inner]) => [RENAMED[key] ?? key, inDraft07(inner)]));
  if (typeof $ref !== 'string') return $ref === undefined ? rest : { $ref, ...rest };
  if (Object.keys(rest).length === 0) return { $ref };
  return { ...rest, allOf: [{ $ref }, ...((rest['allOf'] as unknown[] | undefined) ?? [])] };
}

const RENAMED: Readonly<Record<string, string>> = { dependentRequired: 'dependencies' };

/** The hub adds the position in the lane; nothing else of the event changes. */
function deliveredEnvelope({ not: _noSequence, examples: _examples, ...envelope }: Json, submitted: string): Json {
  const own = Object.keys(envelope['properties'] as Json).map((name) => [
    name,
    { $ref: `#/components/schemas/${submitted}/properties/${name}` },
  ]);
  const { $defs: _parts, ...shape } = envelope;
  return { ...shape, title: 'Event as it is delivered', properties: { ...Object.fromEntries(own), sequence: SEQUENCE } };
}

const SEQUENCE = {
  title: 'Position in the lane',
  description: 'Messages of one sender with the same sequencekey are numbered for each recipient, without gaps.',
  type: 'string',
};
