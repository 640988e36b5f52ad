/** What all schemas of the canonical model have in common: labels in two languages, codes of the code lists, a row in the README. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { loadCodeLists, type CodeLists } from '../../schemas/code-lists/load.ts';
import { nodesOf, propertiesOf, schemaFiles, schemasRoot } from '../support/schema-files.ts';

/** The form of a code list is for who writes one. */
const files = schemaFiles().filter(({ folder }) => folder !== 'code-lists');
const readme = readFileSync(new URL('README.md', schemasRoot), 'utf8');

describe('the canonical model', () => {
  let lists: CodeLists;
  before(async () => {
    lists = await loadCodeLists();
  });

  for (const { path, schema } of files) {
    it(`labels every field of ${path} in English and in Polish`, () => {
      const labelled = (node: unknown): boolean =>
        ['title', 'x-title-pl'].every((key) => typeof (node as Record<string, unknown>)[key] === 'string');
      assert.ok(labelled(schema), 'the schema itself');
      assert.deepEqual(
        propertiesOf(schema).flatMap(([name, property]) => (labelled(property) ? [] : [name])),
        [],
      );
    });

    it(`takes no code in ${path} that the code list it names does not know`, () => {
      for (const { 'x-code-list': list, enum: codes } of nodesOf(schema)) {
        if (list === undefined) continue;
        assert.ok(codes !== undefined && codes.length > 0, `a field names the list ${list} and has no codes`);
        const known = new Set(
          lists
            .list(list)
            .entries()
            .map(({ code }) => code),
        );
        assert.deepEqual(
          codes.filter((code) => !known.has(String(code))),
          [],
          list,
        );
      }
    });
  }

  it('has a row for every folder and every shared part in schemas/README.md, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([a-z_-]+)` \|/gm)].map(([, name]) => name ?? '');
    const shared = schemaFiles().flatMap(({ path }) => /^_common\/(.+)\.schema\.json$/.exec(path)?.[1] ?? []);
    const folders = new Set(schemaFiles().map(({ folder }) => folder));
    assert.deepEqual([...rows].sort(), [...folders, ...shared].sort());
  });

  it('has one word for each kind of decision: its outcome is one of the list of outcomes', () => {
    const outcomes = lists.list('decision-outcomes');
    const strangers = lists
      .list('decision-kinds')
      .entries()
      .filter(({ attributes }) => !outcomes.has(String(attributes?.['outcome'])));
    assert.deepEqual(strangers, []);
  });

  it('matches a country to every code of the three lists of countries, save the status of a bearer', () => {
    const { pattern, not } = schemaFiles().find(({ path }) => path === '_common/country.schema.json')?.schema as {
      pattern: string;
      not: { enum: string[] };
    };
    const entries = ['countries', 'historical-countries', 'icao-countries'].flatMap((name) => lists.list(name).entries());
    const isStatus = (kind: unknown): boolean => kind === 'BEARER_STATUS';
    // D is the spelling of DEU in a machine readable zone, which a message never has.
    for (const { code, attributes } of entries.filter(({ attributes }) => attributes?.['kind'] !== 'SPELLING')) {
      assert.equal(new RegExp(pattern, 'u').test(code) && !not.enum.includes(code), !isStatus(attributes?.['kind']), code);
    }
  });
});
