import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LETTER_TABLES, type LetterRow, type Reading } from '../../identity/names/letters.ts';
import { transliterate } from '../../identity/names/transliterate.ts';
import { CYRILLIC_ALPHABETS } from '../support/alphabets.ts';

/** A letter between two others is neither first nor last, and stands before none that its row could wait for. */
const between = (row: LetterRow, language?: Reading): string => {
  const { text } = transliterate(`A${row.from}A`, language === undefined ? {} : { language });
  return text.slice(1, -1);
};

for (const { script, rows } of LETTER_TABLES) {
  describe(`the letters of ${script}`, () => {
    for (const row of rows) {
      it(`${row.from} is written ${row.to === '' ? 'by nothing' : row.to} (${row.source})`, () => {
        assert.equal(between(row), row.doubles === true ? 'A' : row.to);
        assert.match(row.to, /^[A-Z]*$/);
      });
    }

    it('each stand in one row only', () => {
      assert.equal(new Set(rows.map(({ from }) => from)).size, rows.length);
    });

    it('have their exceptions by language, place and spelling', () => {
      for (const row of rows) {
        for (const [language, to] of Object.entries(row.languages ?? {})) assert.equal(between(row, language as Reading), to);
        for (const [language, to] of Object.entries(row.first ?? {})) assert.equal(atStart(row, language), to);
        if (row.final !== undefined) assert.equal(transliterate(`A${row.from}`).text, `A${row.final}`);
        for (const [index, to] of (row.alternatives ?? []).entries())
          assert.equal(transliterate(`A${row.from}A`, { spelling: index + 1 }).text, `A${to}A`);
      }
    });

    it('name a source, and whether it was seen', () => {
      for (const { source, sure } of rows) assert.ok(source.length > 10 && ['SEEN', 'MEMORY'].includes(sure));
      for (const { source, sure } of rows) if (sure === 'SEEN') assert.match(source, /^ICAO 9303-3 \(8th ed\.\) 6\.[ABC] U\+/);
    });
  });
}

function atStart(row: LetterRow, language: string): string {
  const { text } = transliterate(`${row.from}A`, language === 'any' ? {} : { language: language as Reading });
  return text.slice(0, -1);
}

describe('whole alphabets, written down from another source than the tables', () => {
  for (const [language, letters, expected] of CYRILLIC_ALPHABETS) {
    it(`${language} is read as ICAO romanization has it`, () => {
      assert.deepEqual(transliterate(letters, { language }), { text: expected, unknown: [] });
      assert.equal(transliterate(letters.toLowerCase(), { language }).text, expected);
    });
  }
});
