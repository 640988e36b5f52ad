/** Explains JSON that is no message: the schemas it is valid by, or the faults against one that is named. */
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { NOTHING_MORE, type Explained } from './explained.ts';

const BASE = 'https://schemas.pobyt-hub.example/';
const VERSIONED = /^([a-z0-9-]+)\/v(\d+)\.schema\.json$/;

/** `as` is the name of a schema, such as `person` or `sis-search/v1`. */
export function explainRecord(schemas: SchemaShelf, value: unknown, as: string | undefined): Explained {
  if (as !== undefined) return explainAs(schemas, value, as);
  const fitting = namesOf(schemas).filter((name) => schemas.faults(name, value).length === 0);
  const what = fitting.length === 0 ? 'JSON that no schema of the hub admits' : `valid as ${fitting.map(shortName).join(', ')}`;
  const faults = fitting.length === 0 ? [{ pointer: '', detail: 'fits no schema; name one by --as to see why not' }] : [];
  return { ...NOTHING_MORE, what, faults, canonical: fitting.length === 0 ? null : value };
}

function explainAs(schemas: SchemaShelf, value: unknown, as: string): Explained {
  const [name] = namesOf(schemas)
    .filter((one) => shortName(one) === as || one.startsWith(`${as}/`))
    .slice(-1);
  if (name === undefined) return { ...NOTHING_MORE, what: `JSON, as ${as}`, faults: [{ pointer: '', detail: `there is no schema ${as}` }] };
  const faults = schemas.faults(name, value);
  return { ...NOTHING_MORE, what: `JSON, as ${shortName(name)}`, faults, canonical: faults.length === 0 ? value : null };
}

const shortName = (name: string): string => name.replace('.schema.json', '');

/** Versioned schemas by their paths, in order. */
const namesOf = (schemas: SchemaShelf): string[] =>
  [...schemas.documents().keys()]
    .map((id) => id.slice(BASE.length))
    .filter((name) => VERSIONED.test(name))
    .sort();
