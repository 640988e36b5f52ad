/** Every code list found in schemas/code-lists is whole, says one thing on one day, and knows the codes that schemas and law use. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { iso31661, iso31663 } from 'iso-3166';
import { before, describe, it } from 'mocha';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';
import type { CodeEntry } from '../../schemas/code-lists/code-list.ts';
import { loadCodeLists, readCodeLists, type CodeLists } from '../../schemas/code-lists/load.ts';
import { dialectsOf, pairsOf, readingsOf, shareADay } from '../support/code-list-laws.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const documents = await readCodeLists();

for (const document of documents) {
  describe(`the code list ${document.list}`, () => {
    let shelf: SchemaShelf;
    before(async () => {
      shelf = await loadSchemas();
    });

    it('fits its schema, with a title, a source and a label in Polish and in English everywhere', () => {
      assert.deepEqual(shelf.faults('code-lists/code-list.schema.json', document), []);
    });
    it('stands in the file of its name', () => {
      assert.ok(existsSync(new URL(`schemas/code-lists/${document.list}.json`, root)));
    });
    it('has no code twice on one day', () => {
      const twice = pairsOf(document.codes).filter(([a, b]) => a.code === b.code && shareADay(a, b));
      assert.deepEqual(twice, []);
    });
    it('ends no validity before it begins', () => {
      const wrong = document.codes.filter(({ validFrom, validTo }) => validFrom !== null && validTo !== null && validFrom >= validTo);
      assert.deepEqual(wrong, []);
    });
    it('names every dialect that it uses, and no other', () => {
      const used = new Set(document.codes.flatMap(dialectsOf));
      assert.deepEqual([...used].sort(), Object.keys(document.dialects ?? {}).sort());
    });
    it('reads no code of a dialect as two of its own on one day', () => {
      assert.deepEqual(clashesIn(document.codes), []);
    });
    it('says a wider code only where it is not read back as the same', () => {
      const wrong = document.codes.filter((entry) =>
        Object.entries(entry.writes ?? {}).some(([dialect, said]) => readingsOf(entry, dialect).length > 0 || said === ''),
      );
      assert.deepEqual(wrong, []);
    });
  });
}

function clashesIn(codes: readonly CodeEntry[]): string[] {
  return pairsOf(codes).flatMap(([a, b]) => {
    if (a.code === b.code || !shareADay(a, b)) return [];
    return dialectsOf(a).flatMap((dialect) => {
      const others = new Set(readingsOf(b, dialect));
      return readingsOf(a, dialect)
        .filter((theirs) => others.has(theirs))
        .map((theirs) => `${dialect} ${theirs} is read as ${a.code} and ${b.code}`);
    });
  });
}

describe('the code lists together', () => {
  let lists: CodeLists;
  before(async () => {
    lists = await loadCodeLists();
  });
  const codesOf = (name: string): string[] =>
    lists
      .list(name)
      .entries()
      .map(({ code }) => code);
  const sorted = (codes: readonly string[]): string[] => [...codes].sort();

  it('are found by their files, and the table of the README names each', () => {
    const files = readdirSync(new URL('schemas/code-lists/', root)).filter((name) => /(?<!\.schema)\.json$/.test(name));
    assert.deepEqual(sorted(lists.names), sorted(files.map((name) => name.replace('.json', ''))));
    const page = readFileSync(new URL('schemas/code-lists/README.md', root), 'utf8');
    const rows = [...page.matchAll(/^\| \[`([a-z0-9-]+)`\]/gm)].map(([, name]) => name ?? '');
    assert.deepEqual(sorted(rows), sorted(lists.names));
  });

  it('hold every country of ISO 3166-1 with its alpha-2 and numeric codes, and no other', () => {
    const wanted = iso31661.map(({ alpha3, alpha2, numeric }) => `${alpha3} ${alpha2} ${numeric}`);
    const held = lists.list('countries').entries();
    assert.equal(held.length, 249);
    assert.deepEqual(sorted(held.map(({ code, mappings }) => `${code} ${mappings?.['alpha2']} ${mappings?.['numeric']}`)), sorted(wanted));
  });
  it('hold every country of ISO 3166-3 with its alpha-4 and alpha-2 codes, and no other', () => {
    const wanted = iso31663.map(({ alpha4, from }) => `${from.alpha3} ${alpha4} ${from.alpha2}`);
    const held = lists.list('historical-countries').entries();
    assert.deepEqual(sorted(held.map(({ code, mappings }) => `${code} ${mappings?.['alpha4']} ${mappings?.['alpha2']}`)), sorted(wanted));
  });
  it('keep the codes of travel documents apart from the countries', () => {
    const countries = lists.list('countries');
    assert.deepEqual(
      codesOf('icao-countries').filter((code) => countries.has(code)),
      [],
    );
  });

  const enumWith = (schema: string, marker: string): string[] => {
    const found = enumsOf(read(`schemas/${schema}/v1.schema.json`)).find((values) => values.includes(marker));
    assert.ok(found, `${schema} has no enum with ${marker}`);
    return found;
  };
  it('know what the schemas admit', () => {
    const strangers = (name: string, values: readonly string[]): string[] => values.filter((code) => !lists.list(name).has(code));
    assert.deepEqual(strangers('sis-alert-categories', enumWith('sis-match', 'REFUSAL_ENTRY_STAY')), []);
    assert.deepEqual(sorted(codesOf('sis-warnings')), sorted(enumWith('sis-match', 'SUICIDE_RISK')));
    assert.deepEqual(sorted(codesOf('sis-identity-kinds')), sorted(enumWith('sis-match', 'MISUSED')));
    assert.deepEqual(sorted(codesOf('sex')), sorted(enumWith('sis-match', 'X')));
    for (const category of enumWith('sis-match', 'PASSPORT')) lists.list('document-kinds').fromDialect('sis-document-category', category);
  });
  it('say each kind of decision that can be told as the schema of issued decisions admits', () => {
    const said = lists
      .list('decision-kinds')
      .entries()
      .flatMap(({ writes }) => Object.values(writes ?? {}));
    assert.deepEqual(sorted([...new Set(said)]), sorted(enumWith('decision-issued', 'RETURN_DECISION')));
  });
  it('know every purpose and every authority of the SIS rights matrix', () => {
    const law = read('config/law/sis-rights.json');
    const purposes = wordsUnder(law, /^purposes?$/);
    assert.ok(purposes.length > 0);
    assert.deepEqual(
      purposes.filter((code) => !lists.list('access-purposes').has(code)),
      [],
    );
    const authorities = codesOf('authorities');
    const strangers = wordsUnder(law, /^authorit(y|ies)$/).filter((name) => !authorities.some((code) => isMeant(name, code)));
    assert.deepEqual(strangers, []);
  });
});

/** A name of the rights matrix that ends in * stands for every code that begins so. */
function isMeant(name: string, code: string): boolean {
  return name.endsWith('*') ? code.startsWith(name.slice(0, -1)) : code === name;
}

/** Every enum of strings anywhere in a schema. */
function enumsOf(node: unknown): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(enumsOf);
  const own = (node as { enum?: unknown }).enum;
  return Array.isArray(own) ? [own.map(String), ...below] : below;
}

/** Every text that stands under such a key anywhere in a document, alone or in a list. */
function wordsUnder(node: unknown, key: RegExp): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => (key.test(name) ? [value].flat().map(String) : wordsUnder(value, key)));
}
