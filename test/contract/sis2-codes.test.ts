/**
 * The words of adapters/sis2/codes.json are the canonical ones of schemas/, its codes those of the WSDL. The codes are our own and
 * stand nowhere else, so that the code lists name no dialect for them.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { loadCodeLists, type CodeLists } from '../../schemas/code-lists/load.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const sorted = (words: Iterable<string>): string[] => [...words].sort();

describe('the codes of the SIS adapter', () => {
  const codes = read('adapters/sis2/codes.json') as Record<string, Record<string, string>>;
  const wsdl = readFileSync(new URL('adapters/sis2/wsdl/sis2.wsdl', root), 'utf8');
  const match = read('schemas/sis-match/v1.schema.json') as MatchSchema;
  const search = read('schemas/sis-search/v1.schema.json') as SearchSchema;
  let lists: CodeLists;
  before(async () => {
    lists = await loadCodeLists();
  });
  const wordsOf = (name: string): string[] => sorted(Object.keys(codes[name] ?? {}));
  const listed = (name: string): string[] =>
    sorted(
      lists
        .list(name)
        .entries()
        .map(({ code }) => code),
    );

  it('have the alert categories of the code list, without the one that only biometrics reveal', () => {
    assert.deepEqual(sorted([...wordsOf('alertCategories'), 'UNKNOWN_WANTED']), listed('sis-alert-categories'));
    assert.deepEqual(wordsOf('alertCategories'), sorted(match.$defs.alertCategory.enum));
  });

  it('have the kinds of identities and the warnings of the code lists', () => {
    assert.deepEqual(wordsOf('identityKinds'), listed('sis-identity-kinds'));
    assert.deepEqual(wordsOf('warnings'), listed('sis-warnings'));
  });

  it('have the categories of documents that the code list knows of SIS', () => {
    const kinds = lists.list('document-kinds').entries();
    const said = kinds.flatMap(({ mappings, writes }) => [mappings, writes].flatMap((map) => map?.['sis-document-category'] ?? []));
    assert.deepEqual(wordsOf('documentCategories'), sorted(new Set(said)));
  });

  it('have the actions, agreeing fields and modes of the schemas', () => {
    const { actionToBeTaken, matchedFields } = match.properties;
    const saidByTheHub = ['VERIFY_IDENTITY_CONTACT_SIRENE', 'CONTACT_SIRENE'];
    assert.deepEqual(sorted([...wordsOf('actions'), ...saidByTheHub]), sorted(actionToBeTaken.enum));
    assert.deepEqual(wordsOf('matchedFields'), sorted(matchedFields.items.enum));
    assert.deepEqual(wordsOf('modes'), sorted(search.properties.mode.enum));
  });

  it('have on the wire what the WSDL enumerates', () => {
    for (const [name, type] of [
      ['modes', 'Mode'],
      ['actions', 'Action'],
      ['outcomes', 'Outcome'],
      ['sources', 'SourceKind'],
    ] as const)
      assert.deepEqual(sorted(Object.values(codes[name] ?? {})), enumerated(type), type);
    for (const code of Object.values(codes['alertCategories'] ?? {})) assert.match(code, /^2018\/186[0-2]-[0-9a-z.]+$/);
  });

  it('leave sex to the wire as it is, which has the codes of the code list', () => {
    assert.deepEqual(enumerated('Sex'), listed('sex'));
  });

  it('never say two words by one code', () => {
    for (const [name, table] of Object.entries(codes)) {
      if (typeof table !== 'object') continue;
      const wire = Object.values(table);
      assert.equal(new Set(wire).size, wire.length, name);
    }
  });

  function enumerated(type: string): string[] {
    const [, body = ''] = new RegExp(`<xs:simpleType name="${type}">([^]*?)</xs:simpleType>`).exec(wsdl) ?? [];
    return sorted([...body.matchAll(/<xs:enumeration value="([^"]+)"\/>/g)].map(([, value]) => value ?? ''));
  }
});

interface MatchSchema {
  readonly $defs: { readonly alertCategory: { readonly enum: string[] } };
  readonly properties: {
    readonly actionToBeTaken: { readonly enum: string[] };
    readonly matchedFields: { readonly items: { readonly enum: string[] } };
  };
}

interface SearchSchema {
  readonly properties: { readonly mode: { readonly enum: string[] } };
}
