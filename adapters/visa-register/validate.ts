/** Checks what the adapter is asked before anything goes out, and what it read before anything comes in: both must be canonical. */
import { readFile, readdir } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { HubError } from '../../broker/contract/errors.ts';
import type { Entry, RegisterRequest } from './request.ts';

export interface Validators {
  /** Throws INVALID_VISA that names every fault by JSON pointer, never by value. */
  request(asked: unknown): RegisterRequest;
  /** Where an entry of the register is no canonical record; empty when it is one. */
  entryFaults(entry: Entry): readonly string[];
}

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const BASE = 'https://schemas.pobyt-hub.example/';

export async function createValidators(): Promise<Validators> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const shared = (await readdir(new URL('_common/', SCHEMAS))).map((name) => new URL(`_common/${name}`, SCHEMAS));
  const records = ['visa', 'visa-refusal'].map((folder) => new URL(`${folder}/v1.schema.json`, SCHEMAS));
  for (const path of [...shared, ...records]) ajv.addSchema(await readJson(path));
  const request = ajv.compile<RegisterRequest>(await readJson(new URL('./request.schema.json', import.meta.url)));
  const entry = { visa: ajv.getSchema(`${BASE}visa/v1.schema.json`), refusal: ajv.getSchema(`${BASE}visa-refusal/v1.schema.json`) };
  return {
    request: (asked) => {
      if (request(asked)) return asked;
      throw new HubError('INVALID_VISA', { faults: faultsOf(request) });
    },
    entryFaults: (held) => ('visa' in held ? placesOf(entry.visa, held.visa) : placesOf(entry.refusal, held.refusal)),
  };
}

const placesOf = (validate: ValidateFunction | undefined, value: unknown): readonly string[] =>
  validate === undefined || validate(value) ? [] : faultsOf(validate).map(({ pointer, detail }) => `${pointer} ${detail}`);

const faultsOf = ({ errors }: ValidateFunction): { pointer: string; detail: string }[] =>
  (errors ?? []).map(({ instancePath, message }) => ({ pointer: instancePath, detail: message ?? 'is not valid' }));

const readJson = async (path: URL): Promise<object> => JSON.parse(await readFile(path, 'utf8')) as object;
