/** Reads files of config/law, each held to its schema: law that is not what it should be must not decide anything. */
import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { ConfigError } from '../config.ts';

/** `<name>.json`, by `<name>.schema.json`. Throws ConfigError that names every fault. */
export async function readLaw<Content>(name: string): Promise<Content> {
  const [content] = await readAll([`${name}.json`], name);
  return content as Content;
}

/** Every file of the folder `<name>`, by `<name>.schema.json`, in order of their names. Throws ConfigError that names every fault. */
export async function readLawFolder<Content>(name: string): Promise<readonly Content[]> {
  const files = (await readdir(new URL(`./${name}/`, import.meta.url))).filter((file) => file.endsWith('.json'));
  return (await readAll(
    files.sort().map((file) => `${name}/${file}`),
    name,
  )) as readonly Content[];
}

async function readAll(paths: readonly string[], schema: string): Promise<readonly unknown[]> {
  const validate = new Ajv2020({ allErrors: true }).compile((await readJson(`${schema}.schema.json`)) as object);
  const contents = await Promise.all(paths.map(readJson));
  const faults = contents.flatMap((content, at) => (validate(content) ? [] : faultsOf(paths[at] ?? '', validate.errors ?? [])));
  if (faults.length > 0) throw new ConfigError(faults);
  return contents;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')) as unknown;
}

const faultsOf = (path: string, errors: readonly ErrorObject[]): string[] =>
  errors.map(({ instancePath, message }) => `config/law/${path}: ${instancePath} ${message ?? 'is not right'}`);
