/** No row of a table may be wrong in any of its letters: each is put wrong in turn, and the law over the alphabets must turn red. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LETTER_TABLES, type LetterRow, type LetterTable, type Reading } from '../../identity/names/letters.ts';
import { misreadLetter, wrongRow } from '../support/alphabet-law.ts';

const READINGS: readonly Reading[] = ['RU', 'UA', 'BY', 'BG', 'MK', 'SR'];
/** They are taken apart, or set in capitals, before a table is asked. */
const NEVER_ASKED = ['Ŀ', 'Ĳ', 'ı'];

const wrong = (letters: string): string => (letters === 'B' ? 'K' : 'B');
type Wrongs = readonly [string, LetterRow][];

/** A sign that doubles is written by no letter of its own, so a letter in its row tells only if it does not double. */
function wrongLetter(row: LetterRow): LetterRow {
  return { ...row, to: wrong(row.to), ...(row.doubles === true ? { doubles: false } : {}) };
}

/** Each spelling in the row but the first, put wrong. */
function wrongExceptions(row: LetterRow): Wrongs {
  const { languages = {}, first = {}, final, alternatives = [], before } = row;
  const languageNames = Object.keys(languages) as Reading[];
  const placeNames = Object.keys(first) as (Reading | 'any')[];
  return [
    ...languageNames.map((name): [string, LetterRow] => [
      name,
      { ...row, languages: { ...languages, [name]: wrong(languages[name] ?? '') } },
    ]),
    ...placeNames.map((name): [string, LetterRow] => [`first ${name}`, { ...row, first: { ...first, [name]: wrong(first[name] ?? '') } }]),
    ...alternatives.map((_, at): [string, LetterRow] => [
      `alternative ${at + 1}`,
      { ...row, alternatives: alternatives.map((one, index) => (index === at ? wrong(one) : one)) },
    ]),
    ...(final === undefined ? [] : ([['final', { ...row, final: wrong(final) }]] as const)),
    ...(before === undefined ? [] : wrongBefore(row, before)),
  ].map(([what, made]): [string, LetterRow] => [`${row.from} ${what}`, made]);
}

function wrongBefore(row: LetterRow, before: NonNullable<LetterRow['before']>): [string, LetterRow][] {
  const withLetters = (letters: string): LetterRow => ({ ...row, before: { ...before, letters } });
  return [
    ['before', { ...row, before: { ...before, to: wrong(before.to) } }],
    ['before one more', withLetters(`${before.letters}Λ`)],
    ...[...before.letters].map((letter): [string, LetterRow] => [`not before ${letter}`, withLetters(before.letters.replace(letter, ''))]),
  ];
}

/** Exceptions that no source knows. */
function addedExceptions(row: LetterRow, script: string): Wrongs {
  const { languages = {}, first = {}, alternatives = [] } = row;
  if (row.doubles === true) return [];
  const added = READINGS.filter((name) => script === 'Cyrl' && languages[name] === undefined);
  return [
    ...added.map((name): [string, LetterRow] => [`and ${name}`, { ...row, languages: { ...languages, [name]: wrong(row.to) } }]),
    ...(Object.keys(first).length > 0 ? [] : ([['and first', { ...row, first: { any: wrong(row.to) } }]] as const)),
    ...(row.final === undefined ? ([['and final', { ...row, final: wrong(row.to) }]] as const) : []),
    ...(alternatives.length > 0 ? [] : ([['and alternative', { ...row, alternatives: [wrong(row.to)] }]] as const)),
  ].map(([what, made]): [string, LetterRow] => [`${row.from} ${what}`, made]);
}

const withRow = (table: LetterTable, row: LetterRow, made: LetterRow): LetterTable => ({
  ...table,
  rows: table.rows.map((one) => (one === row ? made : one)),
});
const among = (table: LetterTable): readonly LetterTable[] => LETTER_TABLES.map((one) => (one.script === table.script ? table : one));

/** What stays unnoticed. */
function unnoticed(table: LetterTable, wrongs: (row: LetterRow) => Wrongs): string[] {
  return table.rows.flatMap((row) =>
    wrongs(row).flatMap(([what, made]) => (misreadLetter(table.script, among(withRow(table, row, made))) === undefined ? [what] : [])),
  );
}

for (const table of LETTER_TABLES) {
  const { script, rows } = table;
  const asked = { ...table, rows: rows.filter(({ from }) => !NEVER_ASKED.includes(from)) };

  describe(`the table of ${script} against its alphabets`, () => {
    it('writes every letter as they do, in every language, place and spelling', () => {
      assert.equal(misreadLetter(script, LETTER_TABLES), undefined);
      assert.equal(wrongRow(table), undefined);
    });

    it('is misread with a wrong letter in any row', () => {
      assert.deepEqual(
        unnoticed(table, (row) => [[row.from, wrongLetter(row)]]),
        rows.map(({ from }) => from).filter((from) => NEVER_ASKED.includes(from)),
      );
    });

    it('is found wrong in any row by the row alone', () => {
      for (const row of rows) assert.equal(wrongRow(withRow(table, row, wrongLetter(row))), row.from);
    });

    it('is misread with a wrong exception in any row, and with one too many', () => {
      assert.deepEqual(
        unnoticed(asked, (row) => [...wrongExceptions(row), ...addedExceptions(row, script)]),
        [],
      );
    });

    it('holds no letter that they lack', () => {
      const [row] = rows;
      assert.ok(row !== undefined);
      for (const from of ['☃', 'Q', 'SZ']) assert.equal(wrongRow({ ...table, rows: [...rows, { ...row, from }] }), from);
    });
  });
}
