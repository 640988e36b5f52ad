/** The API description is made of the schemas that validate: every message type is in it, and every reference leads somewhere. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { openApi } from '../../services/gateway/openapi.ts';
import { nodesOf, schemaFiles } from '../support/schema-files.ts';

/** What a JSON pointer in a fragment leads to; undefined where it leads nowhere. */
const at = (document: unknown, reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[decodeURIComponent(key)], document);

describe('the API description', () => {
  let shelf: CompiledShelf;
  let document: ReturnType<typeof openApi>;
  before(async () => {
    shelf = await loadSchemas();
    document = openApi([], shelf);
  });

  it('has a component for every schema file', () => {
    const { schemas } = document['components'] as { schemas: object };
    assert.equal(Object.keys(schemas).length, schemaFiles().length + 1, 'and one for problems');
  });
  it('names every message type in every version with the schema of its data', () => {
    const types = document['x-message-types'] as { type: string; data: { $ref: string } }[];
    const wanted = schemaFiles().flatMap(({ schema }) => schema['x-message-type'] ?? []);
    assert.deepEqual(types.map(({ type }) => type).sort(), [...wanted].sort());
    for (const { type, data } of types) assert.equal((at(document, data.$ref) as { 'x-message-type': string })['x-message-type'], type);
  });
  it('holds no reference that leads out of it or nowhere', () => {
    const references = nodesOf(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    assert.ok(references.length > 100);
    assert.deepEqual(
      references.filter((reference) => !reference.startsWith('#/') || at(document, reference) === undefined),
      [],
    );
  });
});
