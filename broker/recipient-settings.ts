/** Which versions of which messages a destination may ask for in its settings, under `versions`, and which fields of them under `fields`; of webhooks and mailboxes alike. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from './contract/errors.ts';
import { typeOf, versionOf } from './routing/message-version.ts';

const schemas = fileURLToPath(new URL('../schemas/', import.meta.url));

/** Faults of `{"pl.gov.udsc.decision.issued": 1}`: type without version to the number of a version that has a schema. */
export function versionFaults(versions: unknown): readonly Fault[] {
  if (versions === undefined) return [];
  if (!isRecord(versions)) return [{ pointer: '/versions', detail: 'must be an object of message types without version to numbers' }];
  const known = readMessageTypes().map(({ type }) => type);
  const subjects = new Set(known.map((type) => versionOf(type)?.subject));
  return Object.entries(versions).flatMap(([subject, version]) => {
    const pointer = `/versions/${escaped(subject)}`;
    if (!subjects.has(subject)) return [{ pointer, detail: 'is no message type (written without its version)' }];
    const isKnown = typeof version === 'number' && known.includes(typeOf({ subject, version }));
    return isKnown ? [] : [{ pointer, detail: 'is no version of this message type' }];
  });
}

/** Faults of `{"pl.gov.udsc.decision.issued": ["/decisionId", "/kind"]}`: each pointer begins with a field of some version of the type. */
export function fieldFaults(fields: unknown): readonly Fault[] {
  if (fields === undefined) return [];
  if (!isRecord(fields))
    return [{ pointer: '/fields', detail: 'must be an object of message types without version to lists of JSON pointers' }];
  const known = readMessageTypes();
  return Object.entries(fields).flatMap(([subject, pointers]) => {
    const place = `/fields/${escaped(subject)}`;
    const names = known.flatMap(({ type, names: own }) => (versionOf(type)?.subject === subject ? own : []));
    if (names.length === 0) return [{ pointer: place, detail: 'is no message type (written without its version)' }];
    if (!Array.isArray(pointers)) return [{ pointer: place, detail: 'must be a list of JSON pointers into the data' }];
    return pointers.flatMap((one: unknown, index) => {
      const isKnown = typeof one === 'string' && names.includes(/^\/([^/]*)/.exec(one)?.[1] ?? '');
      return isKnown ? [] : [{ pointer: `${place}/${index}`, detail: 'begins with no field of this message type' }];
    });
  });
}

/** What is the adapter's: versions and fields are for the hub, and the adapter's schema does not know them. */
export const ownSettings = ({
  versions: _versions,
  fields: _fields,
  ...own
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => own;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

interface KnownType {
  readonly type: string;
  /** Of the fields of its data. */
  readonly names: readonly string[];
}

/** Settings change rarely: read each time, so that the command line needs no compiled schemas. */
function readMessageTypes(): readonly KnownType[] {
  const paths = readdirSync(schemas, { recursive: true, encoding: 'utf8' }).filter((path) => /[\\/]v\d+\.schema\.json$/.test(path));
  return paths.flatMap((path) => {
    const schema = JSON.parse(readFileSync(join(schemas, path), 'utf8')) as {
      readonly 'x-message-type'?: string;
      readonly properties?: object;
    };
    const { 'x-message-type': type, properties = {} } = schema;
    return type === undefined ? [] : [{ type, names: Object.keys(properties) }];
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
