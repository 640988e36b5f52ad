import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, it } from 'mocha';

const schemas = new URL('../../schemas/', import.meta.url);
const read = (path: string): object => JSON.parse(readFileSync(new URL(path, schemas), 'utf8')) as object;
const examples = (folder: string): string[] => readdirSync(new URL(folder, schemas)).map((file) => `${folder}/${file}`);

for (const name of ['sis-search', 'sis-match']) {
  describe(`the schema ${name}`, () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, allowUnionTypes: true });
    addFormats.default(ajv);
    for (const keyword of ['x-title-pl']) ajv.addKeyword(keyword);
    const validate = ajv.compile(read(`${name}/v1.schema.json`));

    for (const file of examples(`${name}/examples/valid`)) {
      it(`accepts ${file}`, () => {
        assert.ok(validate(read(file)), JSON.stringify(validate.errors));
      });
    }
    for (const file of examples(`${name}/examples/invalid`)) {
      it(`refuses ${file}`, () => {
        assert.equal(validate(read(file)), false);
      });
    }
  });
}

describe('the SIS rights matrix', () => {
  interface Row {
    authorities: string[];
    purposes: string[];
    categories: string[];
    objectCategories: string[];
    legalBasis: string;
    validFrom: string;
    sample: boolean;
  }
  const { rows } = JSON.parse(readFileSync(new URL('../../config/law/sis-rights.json', import.meta.url), 'utf8')) as { rows: Row[] };
  const match = read('sis-match/v1.schema.json') as { $defs: { alertCategory: { enum: string[] } } };

  it('names only alert categories that a search by data can reveal', () => {
    const unknown = rows
      .flatMap((row) => [...row.categories, ...row.objectCategories])
      .filter((code) => !match.$defs.alertCategory.enum.includes(code));
    assert.deepEqual(unknown, []);
  });

  it('gives every row its legal basis and its first day, and marks the samples', () => {
    assert.ok(rows.every((row) => row.legalBasis.length > 0 && /^\d{4}-\d\d-\d\d$/.test(row.validFrom) && row.sample));
  });

  it('keeps discreet checks from the office that decides on residence', () => {
    const office = rows.filter((row) => row.authorities.includes('PL-UDSC'));
    assert.ok(office.length > 0 && office.every((row) => !row.categories.some((code) => code.startsWith('CHECK_'))));
  });
});
