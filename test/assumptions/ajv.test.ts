import assert from 'node:assert/strict';
import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, it } from 'mocha';

const BASE = 'https://schemas.pobyt-hub.example/';
const AS_THE_SHELF: Options = { allErrors: true, strict: false };
const withFormats = (options: Options): Ajv2020 => {
  const ajv = new Ajv2020(options);
  addFormats.default(ajv);
  return ajv;
};
const MESSAGE = { 'x-message-type': 'pl.gov.udsc.exchange.note.v1', type: 'object' };

/** What the schema shelf and the schema tests believe of ajv 8 (draft 2020-12). */
describe('ajv for draft 2020-12', () => {
  it('refuses in strict mode a keyword it was not told of, and takes it as an annotation once it was', () => {
    const strict = new Ajv2020({ strict: true });
    assert.throws(() => strict.compile(MESSAGE), /unknown keyword: "x-message-type"/);
    strict.addKeyword('x-message-type');
    assert.equal(strict.compile(MESSAGE)({}), true);
  });

  it('takes in the mode of the shelf every keyword as an annotation, a misspelt one too', () => {
    const shelf = new Ajv2020(AS_THE_SHELF);
    assert.equal(shelf.compile(MESSAGE)({}), true);
    assert.equal(shelf.compile({ type: 'object', requird: ['id'] })({}), true);
  });

  it('knows no format by itself: strict mode refuses one, the mode of the shelf lets everything pass', () => {
    const schema = { type: 'string', format: 'date' };
    assert.throws(() => new Ajv2020({ strict: true }).compile(schema), /unknown format "date"/);
    assert.equal(new Ajv2020({ ...AS_THE_SHELF, logger: false }).compile(schema)('not a date'), true);
  });

  it('checks dates, instants, UUIDs and URIs with ajv-formats', () => {
    const check = (format: string, text: string): boolean => withFormats(AS_THE_SHELF).compile({ type: 'string', format })(text) === true;
    const uuid = '0191d3a0-7c1e-7b42-9f6e-3f1f6f1f0a11';
    const right = { date: '2028-02-29', 'date-time': '2026-11-01T10:00:00Z', uuid, 'uri-reference': '/parties/PL-SG' };
    const wrong = { date: '2027-02-29', 'date-time': '2026-11-01T10:00:00', uuid: uuid.slice(1), 'uri-reference': '\\parties' };
    for (const [format, text] of Object.entries(right)) assert.ok(check(format, text), `${format} ${text}`);
    for (const [format, text] of Object.entries(wrong)) assert.ok(!check(format, text), `${format} ${text}`);
  });

  it('finds a relative $ref from the $id of the schema that holds it, whatever came first', () => {
    const ajv = new Ajv2020(AS_THE_SHELF);
    const note = { $id: `${BASE}note/v1.schema.json`, properties: { from: { $ref: '../_common/party.schema.json#/$defs/code' } } };
    ajv.addSchema(note);
    ajv.addSchema({ $id: `${BASE}_common/party.schema.json`, $defs: { code: { type: 'string', minLength: 2 } } });
    const validate = ajv.getSchema(note.$id);
    assert.deepEqual([validate?.({ from: 'PL-SG' }), validate?.({ from: 'P' })], [true, false]);
  });

  it('compiles an added schema when it is first asked for, and only then says that a $ref leads nowhere', () => {
    const ajv = new Ajv2020(AS_THE_SHELF);
    const $id = `${BASE}broken/v1.schema.json`;
    ajv.addSchema({ $id, $ref: '../no-such.schema.json' });
    assert.throws(() => ajv.getSchema($id), { message: /can't resolve reference/ });
    assert.equal(ajv.getSchema(`${BASE}never-added.schema.json`), undefined);
  });

  it('refuses a second schema of the same $id', () => {
    const ajv = new Ajv2020(AS_THE_SHELF).addSchema({ $id: `${BASE}a.schema.json` });
    assert.throws(() => ajv.addSchema({ $id: `${BASE}a.schema.json` }), /already exists/);
  });

  it('checks what stands beside a $ref, and forbids with unevaluatedProperties what none of the parts knows', () => {
    const ajv = new Ajv2020(AS_THE_SHELF).addSchema({ $id: `${BASE}base.schema.json`, properties: { id: { type: 'string' } } });
    const validate = ajv.compile({
      $id: `${BASE}whole.schema.json`,
      $ref: 'base.schema.json',
      required: ['id'],
      unevaluatedProperties: false,
    });
    assert.deepEqual([validate({ id: 'a' }), validate({}), validate({ id: 'a', more: 1 })], [true, false, false]);
  });

  it('tells with all errors every fault by JSON pointer, and what lacks or is too much by its name beside the pointer', () => {
    const item = { required: ['b'], additionalProperties: false, properties: { b: { type: 'string' }, 'a/~': { type: 'number' } } };
    const validate = new Ajv2020(AS_THE_SHELF).compile({ properties: { list: { items: item } } });
    assert.equal(validate({ list: [{ 'a/~': 'x', more: 1 }] }), false);
    const faults = (validate.errors ?? []).map(({ instancePath, params }) => {
      const named = params as { missingProperty?: string; additionalProperty?: string };
      return [instancePath, named.missingProperty ?? named.additionalProperty];
    });
    assert.deepEqual(faults, [
      ['/list/0', 'b'],
      ['/list/0', 'more'],
      ['/list/0/a~1~0', undefined],
    ]);
  });
});
