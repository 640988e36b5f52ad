import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createGenerator } from '../../generator/people.ts';
import { LETTER_TABLES, type LetterRow, type LetterTable } from '../../identity/names/letters.ts';
import { toMrzName } from '../../identity/names/mrz-name.ts';
import { sameFullName, sameName } from '../../identity/names/same-name.ts';
import { MAX_SEARCH_KEYS, searchKeys } from '../../identity/names/search-keys.ts';
import { transliterate } from '../../identity/names/transliterate.ts';

/** Scripts of the generator that no table has: their names must be reported as unknown. */
const UNREAD = new Set(['Deva', 'Ethi']);

const letters = LETTER_TABLES.flatMap(({ rows }) => rows.flatMap(({ from }) => [from, from.toLowerCase()]));
const signs = [' ', '-', "'", '’', '<', '\u0301', 'a', 'Z'];
const someName = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...letters), weight: 5 },
      fc.constantFrom(...signs),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    ),
  )
  .map((parts) => parts.join(''));

/** Laws about transliteration, over whatever tables: a broken table must turn one of them red. */
type Law = (name: string, tables: readonly LetterTable[]) => void;

const plainText: Law = (name, tables) => {
  const { text } = transliterate(name, { tables });
  assert.match(text, /^[A-Z' -]*$/);
  assert.doesNotMatch(text, /^[ -]|[ -]$| {2}|--| -|- /);
};

const idempotent: Law = (name, tables) => {
  const { text } = transliterate(name, { tables });
  assert.deepEqual(transliterate(text, { tables }), { text, unknown: [] });
};

/** Letters that nobody writes in Latin: soft sign, tatweel and the like. Named here, so that no table can hide a letter among them. */
const SILENT = new Set(['Ь', 'Ӏ', 'ـ', 'ڜ', 'ڢ', 'ڧ', 'ڨ']);

const noLoss: Law = (name, tables) => {
  for (const letter of name.normalize('NFKC').toUpperCase()) {
    if (!/[\p{L}\p{N}]/u.test(letter) || /\p{Lm}/u.test(letter) || SILENT.has(letter)) continue;
    const { text, unknown } = transliterate(letter, { tables });
    assert.ok(text !== '' || unknown.length === 1, letter);
  }
};

const LAWS: Readonly<Record<string, Law>> = { plainText, idempotent, noLoss };

const isBroken = (law: Law, tables: readonly LetterTable[]): boolean =>
  fc.check(
    fc.property(someName, (name) => law(name, tables)),
    { numRuns: 1000 },
  ).failed;

/** Names on generated papers against the names at home; Arabic writes no vowels and may have its article or not. */
function strangers(tables: readonly LetterTable[]): string[] {
  const people = createGenerator(7).people(400);
  const read = people.filter(({ original, culture }) => !UNREAD.has(original.script) && culture !== 'arabic' && culture !== 'afghan');
  const apart = read.filter(({ original, latin }) => sameFullName(original, latin, { tables }) === 'DIFFERENT');
  return apart.map(({ original, latin }) => `${original.full} ${latin.full}`);
}

function withRow(from: string, change: Partial<LetterRow>): readonly LetterTable[] {
  return LETTER_TABLES.map((table) => ({
    ...table,
    rows: table.rows.map((row) => (row.from === from ? { ...row, ...change, languages: {}, alternatives: [] } : row)),
  }));
}

describe('laws of transliteration, whatever the name', () => {
  for (const [title, law] of Object.entries(LAWS)) {
    it(`${title} holds for the tables`, () => fc.assert(fc.property(someName, (name) => law(name, LETTER_TABLES))));
  }

  it('a row with a letter beyond A to Z turns a law red', () => {
    assert.ok(isBroken(plainText, withRow('Ł', { to: 'Ł' })));
    assert.ok(isBroken(plainText, withRow('Ж', { to: 'zh' })));
    assert.ok(isBroken(idempotent, withRow('ჟ', { to: 'Ž' })));
  });

  it('a row that drops a letter in silence turns a law red', () => {
    assert.ok(isBroken(noLoss, withRow('Ш', { to: '' })));
  });

  it('names on papers meet the names at home, and a row with a wrong letter parts them', () => {
    assert.deepEqual(strangers(LETTER_TABLES), []);
    for (const [from, to] of [
      ['О', 'B'],
      ['ბ', 'K'],
      ['Ў', 'RR'],
      ['Ł', 'B'],
      ['Հ', 'M'],
    ] as const)
      assert.notDeepEqual(strangers(withRow(from, { to })), [], from);
  });

  it('a decomposed name is the same name', () => {
    fc.assert(
      fc.property(someName, (name) =>
        assert.deepEqual(transliterate(name.normalize('NFD')).text, transliterate(name.normalize('NFC')).text),
      ),
    );
  });

  it('the zone takes every name that it is given', () => {
    fc.assert(fc.property(someName, (name) => assert.match(toMrzName(name).text, /^([A-Z]+(<[A-Z]+)*)?$/)));
  });
});

describe('laws of comparing names, whatever the people', () => {
  it('keys are few and made of capitals, and a name with a Latin form has one', () => {
    fc.assert(
      fc.property(someName, (name) => {
        const keys = searchKeys(name);
        assert.ok(keys.length <= MAX_SEARCH_KEYS && keys.every((key) => /^[A-Z]+$/.test(key)));
        assert.equal(new Set(keys).size, keys.length);
        if (/[A-Z]/.test(transliterate(name).text)) assert.ok(keys.length > 0, name);
      }),
    );
  });

  it('comparison is symmetric, and a name is the same as itself', () => {
    fc.assert(
      fc.property(someName, someName, (one, other) => {
        assert.equal(sameName(one, other), sameName(other, one));
        if (/[A-Z]/.test(transliterate(one).text)) assert.equal(sameName(one, one), 'SAME');
      }),
    );
  });

  it('names of people in scripts without a table are reported, all others read in full', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const { original } of createGenerator(seed).people(20))
          assert.equal(transliterate(original.full).unknown.length > 0, UNREAD.has(original.script), original.full);
      }),
    );
  });

  it('a full name meets its own inversion', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const { latin } of createGenerator(seed).people(10))
          if (latin.forename !== undefined) assert.equal(sameFullName(latin, { surname: latin.forename, forename: latin.surname }), 'SAME');
      }),
    );
  });

  it('two people seldom share keys that are not the same in Latin letters', () => {
    const names = [
      ...new Set(
        createGenerator(1)
          .people(2000)
          .map(({ latin }) => latin.surname.toUpperCase()),
      ),
    ];
    const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other] as const));
    const meeting = pairs.filter(([one, other]) => sameName(one, other) === 'VARIANT');
    assert.ok(meeting.length / pairs.length < 0.001, meeting.join(' '));
  });
});
