/**
 * Joins all JSON Schemas of schemas/ into one document with one definition a file, so that a type shared by many is
 * generated once. Pure. A $ref is resolved against the $id as ajv does it; $id must therefore equal the file's path.
 */
import { posix } from 'node:path';

const BASE = 'https://schemas.pobyt-hub.example/';

type Node = Record<string, unknown>;

export interface SchemaFile {
  /** Path below schemas/, with forward slashes. */
  readonly path: string;
  readonly schema: unknown;
}

interface Scope {
  /** Path of the file the node stands in. */
  readonly path: string;
  /** Name of the type the node becomes when it is a definition. */
  readonly name: string;
  readonly known: ReadonlySet<string>;
}

/** Keywords whose value maps names to schemas: there a key is a name, not a keyword. */
const MAPS = new Set(['properties', 'patternProperties', '$defs']);
/** Keywords whose value is plain data. */
const PLAIN = new Set(['const', 'enum', 'default', 'examples', 'required', 'type', 'dependentRequired']);
/** Dropped: identity is given by the bundle, a title would become a type's name, and a condition says nothing about a type. */
const DROPPED = new Set(['$id', '$schema', 'title', '$comment', 'if', 'then', 'else', 'not', 'dependentSchemas', 'unevaluatedProperties']);
const COMBINATIONS = new Set(['allOf', 'anyOf', 'oneOf']);
/** A branch with none of these (only `required`, say) would become an index signature; beside properties it must bring a type of its own. */
const SHAPING = ['$ref', 'type', 'properties', 'items', 'enum', 'const', 'allOf', 'anyOf', 'oneOf'];

/** `sis-search/v1-request.schema.json` becomes SisSearchV1Request, `_common/party-code.schema.json` becomes PartyCode. */
export function typeName(path: string): string {
  const words = path
    .replace(/^_common\//, '')
    .replace(/\.schema\.json$/, '')
    .split(/[^A-Za-z0-9]+/);
  return words.map(capitalised).join('');
}

/** One schema whose $defs hold every file, in order of path. Throws an Error naming the file on a wrong $id or $ref. */
export function bundleSchemas(files: readonly SchemaFile[]): Node {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const known = new Set(sorted.map((file) => file.path));
  const definitions = sorted.map(({ path, schema }) => {
    const name = typeName(path);
    requireMatchingId(path, schema);
    return [name, { ...convert(schema as Node, { path, name, known }), title: name }] as const;
  });
  return { title: 'Schemas', type: 'object', $defs: Object.fromEntries(definitions) };
}

function requireMatchingId(path: string, schema: unknown): void {
  const id = isNode(schema) ? schema['$id'] : undefined;
  if (id !== BASE + path) throw new Error(`schemas/${path}: $id must be ${BASE + path}, found ${String(id)}`);
}

function convert(node: Node, scope: Scope): Node {
  const { $ref, ...rest } = node;
  const kept = Object.entries(rest).filter(([key]) => !DROPPED.has(key));
  const converted = withoutConditions(Object.fromEntries(kept.map(([key, value]) => [key, convertKeyword(key, value, scope)])));
  return typeof $ref === 'string' ? withReference(converted, bundledPointer($ref, scope)) : converted;
}

/** Drops the branches that only narrow the node: the type stays wider than the schema, and readable. */
function withoutConditions(node: Node): Node {
  const shaping = 'properties' in node ? ['$ref', 'type'] : SHAPING;
  const isShaping = (branch: unknown): boolean => isNode(branch) && shaping.some((keyword) => keyword in branch);
  const entries = Object.entries(node).map(
    ([key, value]) => [key, COMBINATIONS.has(key) && Array.isArray(value) ? value.filter(isShaping) : value] as const,
  );
  return Object.fromEntries(entries.filter(([key, value]) => !COMBINATIONS.has(key) || !isEmptyList(value)));
}

/** The generator merges a $ref with its neighbours into a copy, which would repeat the type under a number: keep them apart. */
function withReference(rest: Node, $ref: string): Node {
  const others = Array.isArray(rest['allOf']) ? (rest['allOf'] as unknown[]) : [];
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }, ...others] };
}

function convertKeyword(key: string, value: unknown, scope: Scope): unknown {
  if (PLAIN.has(key)) return value;
  if (MAPS.has(key) && isNode(value)) return convertMap(key, value, scope);
  if (Array.isArray(value)) return value.map((item: unknown) => (isNode(item) ? convert(item, scope) : item));
  return isNode(value) ? convert(value, scope) : value;
}

function convertMap(key: string, map: Node, scope: Scope): Node {
  const named = key === '$defs';
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      if (!isNode(value)) return [name, value];
      const title = scope.name + typeName(name);
      return [name, named ? { ...convert(value, { ...scope, name: title }), title } : convert(value, scope)];
    }),
  );
}

/** A reference as a JSON pointer into the bundle. */
function bundledPointer(reference: string, { path, known }: Scope): string {
  const url = new URL(reference, BASE + path);
  const target = posix.relative('/', decodeURIComponent(url.pathname));
  const fragment = url.hash.replace(/^#/, '');
  if (!url.href.startsWith(BASE) || !known.has(target)) throw new Error(`schemas/${path}: $ref ${reference} leads to no schema`);
  if (fragment !== '' && !fragment.startsWith('/')) throw new Error(`schemas/${path}: $ref ${reference} must use a JSON pointer`);
  return `#/$defs/${typeName(target)}${fragment}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
