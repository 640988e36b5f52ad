/** Checks what the adapter is asked before anything goes to SIS: complete, proportionate, and free of anything that could alter the SOAP document. */
import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { SisRequest } from './request.ts';

const SCHEMAS = ['../../schemas/sis-search/v1.schema.json', '../../schemas/sis-match/v1.schema.json', './request.schema.json'];

export type RequestValidator = (request: unknown) => SisRequest;

/** A validator that throws INVALID_QUERY naming every fault by JSON pointer, never by value. */
export async function createRequestValidator(): Promise<RequestValidator> {
  const [search, match, request] = await Promise.all(SCHEMAS.map(readSchema));
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema([search, match].flatMap((schema) => schema ?? []));
  const validate = ajv.compile<SisRequest>(request ?? false);
  return (candidate) => {
    if (!validate(candidate)) throw new HubError('INVALID_QUERY', { faults: faultsOf(validate) });
    const faults = tooLittle(candidate);
    if (faults.length > 0) throw new HubError('INVALID_QUERY', { faults });
    return candidate;
  };
}

/** Proportionality: a surname alone would reveal everyone of that name. */
function tooLittle(request: SisRequest): Fault[] {
  if (request.kind !== 'person') return [];
  const { forename, dateOfBirth } = request.person;
  if (forename !== undefined || dateOfBirth !== undefined) return [];
  return [{ pointer: '/person', detail: 'needs a forename or a date of birth beside the surname' }];
}

function faultsOf(validate: ValidateFunction): Fault[] {
  return (validate.errors ?? []).map((error) => ({ pointer: error.instancePath, detail: error.message ?? 'is not valid' }));
}

async function readSchema(path: string): Promise<object> {
  return JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')) as object;
}
