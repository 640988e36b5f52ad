/** The schemas that validate, as components of an OpenAPI document: every reference points into the document itself. */

type Json = Readonly<Record<string, unknown>>;
type Documents = ReadonlyMap<string, Json>;

const BASE = 'https://schemas.pobyt-hub.example/';

export function schemaComponents(documents: Documents): Record<string, unknown> {
  const components: Record<string, unknown> = {};
  for (const [id, document] of documents) {
    const { $id: _id, $schema: _dialect, ...schema } = document;
    components[componentName(id)] = rewrite(schema, id, documents);
  }
  return components;
}

/** A `$id`, whole or below the base, as a reference into the document; as it was when no such schema is known. */
export function schemaReference(reference: string, documents: Documents, base: string = BASE): { $ref: string } {
  const [id = '', fragment = ''] = new URL(reference, base).href.split('#');
  return { $ref: documents.has(id) ? `#/components/schemas/${componentName(id)}${fragment}` : reference };
}

/** `…/sis-search/v1.schema.json` becomes `sis-search.v1`. */
function componentName(id: string): string {
  const path = id.startsWith(BASE) ? id.slice(BASE.length) : id;
  return path.replace(/\.schema\.json$/, '').replaceAll(/[^A-Za-z0-9_-]+/g, '.');
}

function rewrite(value: unknown, base: string, documents: Documents): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, base, documents));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, schemaReference(inner, documents, base).$ref]
        : [key, rewrite(inner, base, documents)],
    ),
  );
}
