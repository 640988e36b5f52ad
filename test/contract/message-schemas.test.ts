/** Every folder of schemas/ that holds a message or a record is whole in each version: named, and with examples that its schema judges rightly. */
import assert from 'node:assert/strict';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { before, describe, it } from 'mocha';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { examplesOf, readSchemaJson, versionFiles } from '../support/schema-files.ts';

/** Those of SIS are tried by a suite of their own. */
const files = versionFiles().filter(({ folder }) => !folder.startsWith('sis-'));

for (const file of files) {
  const { schema, path, folder, version } = file;
  const type = schema['x-message-type'];
  describe(`${type === undefined ? 'the record' : 'the message type'} in schemas/${folder}, version ${version}`, () => {
    let shelf: CompiledShelf;
    before(async () => {
      shelf = await loadSchemas();
    });
    const faults = (example: string): readonly unknown[] => shelf.faults(path, readSchemaJson(example));

    it('says its titles, and of a message how long its content is kept', () => {
      assert.equal(typeof schema['title'], 'string');
      assert.equal(typeof schema['x-title-pl'], 'string');
      if (type !== undefined) assert.equal(typeof schema['x-keep-days'], 'number');
    });
    it('bears its version in its type', () => {
      if (type !== undefined) assert.match(type, new RegExp(`^pl\\.gov\\.udsc\\.[a-z-]+\\.[a-z-]+\\.v${version}$`));
    });
    it('accepts its valid examples, of which there is one at least', () => {
      const examples = examplesOf(file, 'valid');
      assert.ok(examples.length > 0);
      for (const example of examples) assert.deepEqual(faults(example), [], example);
    });
    it('refuses its invalid examples, of which there is one at least, each at one place', () => {
      const examples = examplesOf(file, 'invalid');
      assert.ok(examples.length > 0);
      for (const example of examples) {
        assert.notDeepEqual(faults(example), [], example);
        assert.equal(placesOf(shelf.ajv.getSchema(schema.$id ?? '')?.errors ?? []).length, 1, `${example} is wrong at several places`);
      }
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
/** A condition that failed repeats what was wrong below it. */
const placesOf = (errors: readonly ErrorObject[]): string[] => [
  ...new Set(errors.filter(({ keyword }) => keyword !== 'if').map(({ instancePath }) => instancePath)),
];
