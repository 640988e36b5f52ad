/** Every folder of schemas/ that is a message type is whole: named, with a term, and with examples that its schema judges rightly. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';

const root = new URL('../../schemas/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const schemaOf = (folder: string): Record<string, unknown> => read(`${folder}/v1.schema.json`) as Record<string, unknown>;
const folders = readdirSync(root).filter(
  (name) => existsSync(new URL(`${name}/v1.schema.json`, root)) && schemaOf(name)['x-message-type'] !== undefined,
);

for (const folder of folders) {
  describe(`the message type in schemas/${folder}`, () => {
    let shelf: SchemaShelf;
    before(async () => {
      shelf = await loadSchemas();
    });
    const examples = (kind: string): string[] => readdirSync(new URL(`${folder}/examples/${kind}/`, root));
    const faults = (kind: string, file: string): readonly unknown[] =>
      shelf.faults(`${folder}/v1.schema.json`, read(`${folder}/examples/${kind}/${file}`));

    it('says its Polish title and how long its content is kept', () => {
      assert.equal(typeof schemaOf(folder)['x-title-pl'], 'string');
      assert.equal(typeof schemaOf(folder)['x-keep-days'], 'number');
    });
    it('accepts its valid examples, of which there is one at least', () => {
      assert.ok(examples('valid').length > 0);
      for (const file of examples('valid')) assert.deepEqual(faults('valid', file), [], file);
    });
    it('refuses its invalid examples, of which there is one at least', () => {
      assert.ok(examples('invalid').length > 0);
      for (const file of examples('invalid')) assert.notDeepEqual(faults('invalid', file), [], file);
    });
  });
}

describe('the examples that the API description shows', () => {
  it('are valid by the schemas they stand in', async () => {
    const shelf = await loadSchemas();
    const shown = [...shelf.documents()].flatMap(([id, { examples = [] }]) => (examples as unknown[]).map((example) => ({ id, example })));
    assert.ok(shown.length > 0);
    for (const { id, example } of shown)
      assert.deepEqual(shelf.faults(id.replace('https://schemas.pobyt-hub.example/', ''), example), [], id);
  });
});
