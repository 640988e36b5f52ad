/** Which versions of which messages a destination may ask for in its settings, under `versions`; of webhooks and mailboxes alike. */
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
  const known = readMessageTypes();
  const subjects = new Set(known.map((type) => versionOf(type)?.subject));
  return Object.entries(versions).flatMap(([subject, version]) => {
    const pointer = `/versions/${subject.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!subjects.has(subject)) return [{ pointer, detail: 'is no message type (written without its version)' }];
    const isKnown = typeof version === 'number' && known.includes(typeOf({ subject, version }));
    return isKnown ? [] : [{ pointer, detail: 'is no version of this message type' }];
  });
}

/** Settings change rarely: read each time, so that the command line needs no compiled schemas. */
function readMessageTypes(): readonly string[] {
  const paths = readdirSync(schemas, { recursive: true, encoding: 'utf8' }).filter((path) => /[\\/]v\d+\.schema\.json$/.test(path));
  return paths.flatMap((path) => {
    const { 'x-message-type': type } = JSON.parse(readFileSync(join(schemas, path), 'utf8')) as { readonly 'x-message-type'?: string };
    return type ?? [];
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
