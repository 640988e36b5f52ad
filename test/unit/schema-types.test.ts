import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bundleSchemas, typeName, type SchemaFile } from '../../checks/schema-bundle.ts';
import { generateTypes } from '../../checks/schema-types.ts';

const schema = (path: string, content: Record<string, unknown>): SchemaFile => ({
  path,
  schema: { $id: `https://schemas.pobyt-hub.example/${path}`, $schema: 'https://json-schema.org/draft/2020-12/schema', ...content },
});

const PARTY = schema('_common/party-code.schema.json', { title: 'A code', type: 'string' });
const NOTE = schema('exchange-note/v1.schema.json', {
  type: 'object',
  required: ['title', 'to'],
  properties: {
    title: { type: 'string' },
    to: { $ref: '../_common/party-code.schema.json', description: 'Whom it is for.' },
    copies: { type: 'array', minItems: 1, items: { $ref: '../_common/party-code.schema.json' } },
    parts: { type: 'array', items: { $ref: '#/$defs/part' } },
  },
  anyOf: [{ required: ['copies'] }, { required: ['parts'] }],
  $defs: { part: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } },
});

describe('the types of the schemas', () => {
  it('are named by path, so that a title can be a sentence', () => {
    assert.equal(typeName('sis-search/v1-request.schema.json'), 'SisSearchV1Request');
    assert.equal(typeName('_common/party-code.schema.json'), 'PartyCode');
  });

  it('declare a shared type once and refer to it everywhere', async () => {
    const text = await generateTypes([NOTE, PARTY]);
    assert.equal(text.match(/export type PartyCode = string/g)?.length, 1);
    assert.match(text, /export interface ExchangeNoteV1 \{\n {2}title: string;\n/);
    assert.match(text, /to: PartyCode;/);
    assert.match(text, /copies\?: PartyCode\[\];/);
    assert.match(text, /parts\?: ExchangeNoteV1Part\[\];/);
    assert.doesNotMatch(text, /PartyCode1|unknown/);
  });

  it('do not depend on the order in which files are found', async () => {
    assert.equal(await generateTypes([NOTE, PARTY]), await generateTypes([PARTY, NOTE]));
  });

  it('leave out what only narrows an object, so that a condition never becomes a type of its own', async () => {
    const choice = schema('choice/v1.schema.json', {
      type: 'object',
      properties: { kind: { enum: ['person', 'document'] }, person: { type: 'string' } },
      oneOf: [
        { properties: { kind: { const: 'person' } }, required: ['person'] },
        { properties: { kind: { const: 'document' }, person: false } },
      ],
    });
    assert.match(
      await generateTypes([choice]),
      /export interface ChoiceV1 \{\n {2}kind\?: 'person' \| 'document';\n {2}person\?: string;\n\}/,
    );
  });

  it('are an empty module when there is no schema', async () => {
    assert.match(await generateTypes([]), /^\/\*\* Generated .*\*\/\nexport \{\};\n$/);
  });

  it('refuse a schema whose $id is not its path', () => {
    const moved = { path: 'elsewhere/v1.schema.json', schema: NOTE.schema };
    assert.throws(() => bundleSchemas([moved]), /schemas\/elsewhere\/v1\.schema\.json: \$id must be/);
  });

  it('refuse a reference that leads to no schema', () => {
    assert.throws(() => bundleSchemas([NOTE]), /\$ref \.\.\/_common\/party-code\.schema\.json leads to no schema/);
  });
});
