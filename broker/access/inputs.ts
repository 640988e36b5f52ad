/** What administrative actions take, as JSON Schemas, and the one check that names every fault in an input. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { HubError, type Fault } from '../contract/errors.ts';

const PARTY_CODE = { type: 'string', pattern: '^[A-Z][A-Z0-9-]{1,39}$' };
const TEXT = { type: 'string', minLength: 1, maxLength: 300, pattern: '^[^\\u0000-\\u001f]*$' };
const INSTANT = { type: ['string', 'null'], format: 'date-time' };
/** Without white space, not ending in a slash: whatever is below a source starts with it and a slash. `/hub` is the hub itself. */
const SOURCE = { type: 'string', minLength: 1, maxLength: 300, pattern: '^(?!/hub(/|$))\\S*[^\\s/]$' };
const OFFICER_ID = { type: 'string', pattern: '^[^\\s\\u0000-\\u001f]{1,64}$' };

const object = (properties: Record<string, object>, optional: readonly string[]): object => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const POLICY = object(
  {
    firstDelayMs: { type: 'integer', minimum: 1 },
    factor: { type: 'number', minimum: 1 },
    jitter: { type: 'number', minimum: 0, maximum: 1 },
    maxDelayMs: { type: 'integer', minimum: 1 },
    maxAgeMs: { type: 'integer', minimum: 1 },
    breakerOpenAfter: { type: 'integer', minimum: 1 },
    breakerProbeEveryMs: { type: 'integer', minimum: 1 },
  },
  ['firstDelayMs', 'factor', 'jitter', 'maxDelayMs', 'maxAgeMs', 'breakerOpenAfter', 'breakerProbeEveryMs'],
);

const DESTINATION = {
  adapter: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' },
  settings: { type: 'object' },
  policy: POLICY,
};

const ROLES = ['submit', 'receive', 'sis-search', 'registers', 'operate', 'audit', 'data-protection'];
const OFFICER = { id: OFFICER_ID, name: TEXT, unit: TEXT, validFrom: INSTANT, validTo: INSTANT };

const SCHEMAS = {
  subscription: object(
    {
      party: PARTY_CODE,
      name: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$' },
      messageType: { type: 'string', pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', maxLength: 200 },
      condition: { type: 'object' },
    },
    ['condition'],
  ),
  party: object(
    {
      code: PARTY_CODE,
      name: TEXT,
      roles: { type: 'array', uniqueItems: true, items: { enum: ROLES } },
      sources: { type: 'array', uniqueItems: true, items: SOURCE },
      destination: { anyOf: [{ type: 'null' }, object(DESTINATION, ['settings', 'policy'])] },
      ratePerSecond: { type: ['integer', 'null'], minimum: 1, maximum: 1_000_000 },
    },
    ['sources', 'ratePerSecond'],
  ),
  key: object({ expiresAt: INSTANT }, ['expiresAt']),
  rotation: object({ overlapMs: { type: 'integer', minimum: 0, maximum: 31 * 86_400_000 }, expiresAt: INSTANT }, ['expiresAt']),
  grant: object(
    {
      party: PARTY_CODE,
      operation: { enum: ['submit', 'receive', 'sis-search', 'registers'] },
      messageType: { type: 'string', maxLength: 200, pattern: '^(\\*|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(\\.\\*)?)$' },
      purpose: { anyOf: [{ type: 'null' }, TEXT] },
      legalBasis: TEXT,
      validFrom: INSTANT,
      validTo: INSTANT,
    },
    ['purpose', 'validFrom', 'validTo'],
  ),
  officer: object({ party: PARTY_CODE, ...OFFICER }, ['validFrom', 'validTo']),
  officers: { type: 'array', minItems: 1, maxItems: 100_000, items: object(OFFICER, ['validFrom', 'validTo']) },
  destination: object(DESTINATION, ['adapter', 'settings', 'policy']),
} as const;

export type InputName = keyof typeof SCHEMAS;

/** Throws INVALID_SETTING that names every fault. */
export type CheckInput = (name: InputName, input: unknown) => void;

export function createInputCheck(): CheckInput {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  return (name, input) => {
    const validate = ajv.getSchema(name) ?? ajv.addSchema(SCHEMAS[name], name).getSchema(name);
    if (validate?.(input) !== true) refuse((validate?.errors ?? []).map(faultOf));
  };
}

const faultOf = (error: ErrorObject): Fault => ({
  pointer:
    error.keyword === 'additionalProperties' ? `${error.instancePath}/${String(error.params.additionalProperty)}` : error.instancePath,
  detail: error.message ?? 'is not allowed',
});

export function refuse(faults: readonly Fault[]): never {
  const words = faults.map((fault) => `${fault.pointer || 'the input'} ${fault.detail}`).join('; ');
  throw new HubError('INVALID_SETTING', { detail: `Not allowed: ${words}.`, faults });
}
