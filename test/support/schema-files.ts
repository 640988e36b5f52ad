/** The schemas below schemas/ as files, for suites that visit whatever is there. */
import { readFileSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';

export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $id?: string;
  readonly 'x-message-type'?: string;
  readonly 'x-code-list'?: string;
  readonly enum?: readonly unknown[];
}

export interface SchemaFile {
  /** Below schemas/, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly schema: Schema;
}

/** A message or a record in one version, with the folder of its examples. */
export interface VersionFile extends SchemaFile {
  readonly version: number;
  readonly examples: string;
}

export const schemasRoot = new URL('../../schemas/', import.meta.url);

export const readSchemaJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, schemasRoot), 'utf8'));

export function schemaFiles(): readonly SchemaFile[] {
  const found = readdirSync(schemasRoot, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'));
  const paths = found.filter((path) => path.endsWith('.schema.json')).sort();
  return paths.map((path) => ({ path, folder: path.split('/')[0] ?? '', schema: readSchemaJson(path) as Schema }));
}

/** `v1.schema.json` has its examples in `examples/`, `v2.schema.json` in `examples/v2/`. */
export function versionFiles(): readonly VersionFile[] {
  return schemaFiles().flatMap((file) => {
    const version = Number(/\/v(\d+)\.schema\.json$/.exec(file.path)?.[1] ?? 0);
    const examples = `${file.folder}/examples/${version === 1 ? '' : `v${version}/`}`;
    return version === 0 ? [] : [{ ...file, version, examples }];
  });
}

export const examplesOf = ({ examples }: VersionFile, kind: 'valid' | 'invalid'): readonly string[] =>
  readdirSync(new URL(`${examples}${kind}/`, schemasRoot)).map((name) => `${examples}${kind}/${name}`);

/** Every object anywhere in a schema. */
export function nodesOf(node: unknown): readonly Schema[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(nodesOf);
  return Array.isArray(node) ? below : [node as Schema, ...below];
}

/** Every named property anywhere in a schema, save those that a condition only narrows. */
export function propertiesOf(node: unknown): readonly (readonly [string, unknown])[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties, ...rest } = node as { readonly properties?: object };
  const below = Object.entries(rest).filter(([keyword]) => !CONDITIONS.has(keyword));
  const own = Object.entries(properties ?? {});
  return [...own, ...own.flatMap(([, value]) => propertiesOf(value)), ...below.flatMap(([, value]) => propertiesOf(value))];
}

const CONDITIONS = new Set(['examples', 'if', 'then', 'else', 'not', 'allOf', 'anyOf', 'oneOf']);
