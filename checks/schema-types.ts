/** Keeps schemas/types.generated.ts equal to the JSON Schemas. The same schemas give the same text on every machine. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { format } from 'prettier';
import type { CheckResult } from './check-result.ts';
import { bundleSchemas, type SchemaFile } from './schema-bundle.ts';

const BANNER = '/** Generated from the JSON Schemas beside this file by `npm run generate:schemas`; changes belong into the schemas. */';
const NOTHING = 'export {};';

/** Every *.schema.json below the folder, shared ones included. Throws an Error naming a file that is not JSON. */
function readSchemas(folder: string): SchemaFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.schema.json'));
  return paths.map((path) => ({ path: path.split(sep).join('/'), schema: readJson(join(folder, path)) }));
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}

/** The text of types.generated.ts: one exported type a schema file and one for each of its $defs. */
export async function generateTypes(files: readonly SchemaFile[]): Promise<string> {
  const text = files.length === 0 ? NOTHING : await compileBundle(files);
  return format(`${BANNER}\n${text}`, { parser: 'typescript', printWidth: 140, singleQuote: true });
}

async function compileBundle(files: readonly SchemaFile[]): Promise<string> {
  const text = await compile(bundleSchemas(files), 'Schemas', {
    additionalProperties: false,
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  return withoutNoise(text);
}

/** Takes out the bundle itself, which is no type of ours, and the generator's remarks about where it met a definition. */
function withoutNoise(text: string): string {
  return text
    .replace(/export interface Schemas \{\s*\}\n?/, '')
    .replace(/^ \* This interface was referenced by `[^`]*`'s JSON-Schema\n \* via the `definition` "[^"]*"\.\n/gm, '')
    .replace(/\n \* *\n \*\//g, '\n */')
    .replace(/^\/\*\*\n \*\/\n/gm, '');
}

/** Compares the file in the folder with what the schemas give now. */
export async function checkSchemaTypes(folder: string): Promise<CheckResult> {
  const files = readSchemas(folder);
  const isSame = readExisting(folder) === (await generateTypes(files));
  const faults = isSame ? [] : ['schemas/types.generated.ts differs from the schemas: run npm run generate:schemas'];
  return { faults, summary: `types.generated.ts fits its ${files.length} schemas` };
}

function readExisting(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'types.generated.ts'), 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes the file anew and returns its path. */
export async function writeSchemaTypes(folder: string): Promise<string> {
  const path = join(folder, 'types.generated.ts');
  writeFileSync(path, await generateTypes(readSchemas(folder)));
  return path;
}
