/** Whatever is asked of a code list, the answer is right for the day or a named gap; never a default, never a neighbour. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { CodeListGap, type GapReason } from '../../schemas/code-lists/code-list-gap.ts';
import { createCodeList, type CodeEntry, type CodeList } from '../../schemas/code-lists/code-list.ts';
import { loadCodeLists, readCodeLists, type CodeLists } from '../../schemas/code-lists/load.ts';
import { dialectsOf, readingsOf, validDay } from '../support/code-list-laws.ts';

interface Cell {
  readonly list: string;
  readonly dialect: string;
  readonly entry: CodeEntry;
}

const documents = await readCodeLists();
const entries = documents.flatMap(({ list, codes }) => codes.map((entry) => ({ list, entry })));
const cells: readonly Cell[] = entries.flatMap(({ list, entry }) => dialectsOf(entry).map((dialect) => ({ list, dialect, entry })));
const anyCell = fc.constantFrom(...cells);
const mappedCell = fc.constantFrom(...cells.filter(({ entry, dialect }) => entry.mappings?.[dialect] !== undefined));
const widerCell = fc.constantFrom(...cells.filter(({ entry, dialect }) => entry.writes?.[dialect] !== undefined));
const anyEntry = fc.constantFrom(...entries);
/** Text as it comes over the wire, with the names that every object has among it. */
const anyText = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString', ''));
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

function gapOf(ask: () => unknown): CodeListGap {
  try {
    ask();
  } catch (error) {
    assert.ok(error instanceof CodeListGap, String(error));
    return error;
  }
  return assert.fail('there was an answer where a gap was due');
}

const isGap = (ask: () => unknown, reason: GapReason): void => assert.equal(gapOf(ask).reason, reason);

describe('code lists', () => {
  let lists: CodeLists;
  before(async () => {
    lists = await loadCodeLists();
  });
  const listOf = ({ list }: { readonly list: string }): CodeList => lists.list(list);

  it('lead there and back again by a mapping', () => {
    fc.assert(
      fc.property(mappedCell, (cell) => {
        const on = validDay(cell.entry);
        const theirs = listOf(cell).toDialect(cell.dialect, cell.entry.code, on);
        assert.equal(listOf(cell).fromDialect(cell.dialect, theirs, on), cell.entry.code);
      }),
    );
  });

  it('read every spelling that they accept', () => {
    fc.assert(
      fc.property(anyCell, (cell) => {
        for (const theirs of readingsOf(cell.entry, cell.dialect)) {
          assert.equal(listOf(cell).fromDialect(cell.dialect, theirs, validDay(cell.entry)), cell.entry.code);
        }
      }),
    );
  });

  it('never read a wider code back as the one that it was said for', () => {
    fc.assert(
      fc.property(widerCell, (cell) => {
        const on = validDay(cell.entry);
        const theirs = listOf(cell).toDialect(cell.dialect, cell.entry.code, on);
        const codes = documents.find(({ list }) => list === cell.list)?.codes ?? [];
        const readers = codes.filter((entry) => readingsOf(entry, cell.dialect).includes(theirs));
        assert.ok(readers.every((entry) => entry.code !== cell.entry.code));
        if (readers.length === 0) isGap(() => listOf(cell).fromDialect(cell.dialect, theirs, on), 'UNKNOWN');
      }),
    );
  });

  it('answer a code that they do not know with a gap that names list, dialect and code', () => {
    fc.assert(
      fc.property(anyCell, anyText, (cell, text) => {
        const codes = documents.find(({ list }) => list === cell.list)?.codes ?? [];
        fc.pre(!codes.some((entry) => entry.code === text || readingsOf(entry, cell.dialect).includes(text)));
        const gap = gapOf(() => listOf(cell).fromDialect(cell.dialect, text));
        assert.deepEqual([gap.list, gap.dialect, gap.code, gap.reason], [cell.list, cell.dialect, text, 'UNKNOWN']);
        isGap(() => listOf(cell).toDialect(cell.dialect, text), 'UNKNOWN');
        isGap(() => listOf(cell).labelOf(text, 'pl'), 'UNKNOWN');
        assert.equal(listOf(cell).has(text), false);
      }),
    );
  });

  it('answer a dialect that they do not know with a gap', () => {
    fc.assert(
      fc.property(anyEntry, anyText, (asked, text) => {
        fc.pre(!dialectsOf(asked.entry).includes(text));
        isGap(() => listOf(asked).toDialect(text, asked.entry.code), 'UNKNOWN');
      }),
    );
    isGap(() => lists.list('no-such-list'), 'UNKNOWN');
  });

  it('refuse a code before its first day and after its last, and no other day', () => {
    fc.assert(
      fc.property(day, day, day, (a, b, on) => {
        const [validFrom, validTo] = a <= b ? [a, b] : [b, a];
        const list = oneCode({ validFrom, validTo });
        const isInside = validFrom <= on && on <= validTo;
        assert.equal(list.has('A', on), isInside);
        assert.equal(list.entries(on).length, isInside ? 1 : 0);
        if (isInside) assert.equal(list.fromDialect('theirs', '1', on), 'A');
        else isGap(() => list.fromDialect('theirs', '1', on), 'NOT_VALID');
      }),
    );
  });

  it('know no end and no beginning where none is given', () => {
    fc.assert(fc.property(day, (on) => assert.ok(oneCode({ validFrom: null, validTo: null }).has('A', on))));
  });

  it('never answer a country that is gone with one that came after it', () => {
    const gone = fc.constantFrom(...lists.list('historical-countries').entries());
    fc.assert(
      fc.property(gone, fc.constantFrom('alpha4', 'alpha2', 'numeric'), fc.integer({ min: 1, max: 40_000 }), (entry, dialect, days) => {
        const theirs = entry.mappings?.[dialect];
        fc.pre(theirs !== undefined);
        const later = daysAfter(entry.validTo ?? '', days);
        const others = lists
          .list('historical-countries')
          .entries(later)
          .filter((other) => other.mappings?.[dialect] === theirs);
        if (others.length === 0) isGap(() => lists.list('historical-countries').fromDialect(dialect, theirs, later), 'NOT_VALID');
        assert.ok(others.every(({ validFrom }) => validFrom !== null && validFrom > (entry.validTo ?? '')));
        assert.equal(lists.list('historical-countries').toDialect(dialect, entry.code, entry.validTo ?? undefined), theirs);
      }),
    );
  });

  it('ask for a day where a code was given twice', () => {
    const gone = lists.list('historical-countries');
    isGap(() => gone.fromDialect('alpha2', 'CS'), 'AMBIGUOUS');
    assert.equal(gone.fromDialect('alpha2', 'CS', '1990-01-01'), 'CSK');
    assert.equal(gone.fromDialect('alpha2', 'CS', '2005-01-01'), 'SCG');
    assert.equal(gone.labelOf('SUN', 'pl'), 'ZSRR');
  });

  it('read every spelling of Kosovo as one, and the letter of Germany as Germany', () => {
    const icao = lists.list('icao-countries');
    for (const spelling of ['RKS', 'XXK', 'UNK', 'XKX']) assert.equal(icao.fromDialect('mrz', spelling), 'RKS');
    for (const spelling of ['D', 'D<<']) assert.equal(icao.toDialect('alpha3', icao.fromDialect('mrz', spelling)), 'DEU');
  });

  it('show no more of a strange code than a code has', () => {
    const gap = gapOf(() => lists.list('sex').fromDialect('mrz', 'x'.repeat(500)));
    assert.ok(gap.message.length < 120, gap.message);
  });
});

function oneCode(validity: Pick<CodeEntry, 'validFrom' | 'validTo'>): CodeList {
  const entry = { code: 'A', en: 'a', pl: 'a', mappings: { theirs: '1' }, ...validity };
  const dialects = { theirs: { title: 'Theirs' } };
  return createCodeList({ list: 'letters', title: 'Letters', titlePl: 'Litery', source: 'none', note: 'none', dialects, codes: [entry] });
}

function daysAfter(first: string, days: number): string {
  return new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
}
