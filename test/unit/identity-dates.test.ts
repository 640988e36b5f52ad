import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseCorePersonDate, writeCorePersonDate } from '../../identity/dates/core-person.ts';
import { parseDigits, writeDigits } from '../../identity/dates/digits.ts';
import { parseEdtf, writeEdtf } from '../../identity/dates/edtf.ts';
import { agreement, compare, interval, overlaps } from '../../identity/dates/interval.ts';
import { parseMrzDate, writeMrzDate, type MrzDateRule } from '../../identity/dates/mrz-date.ts';
import { daysIn, partialDate, type DateFault, type PartialDate } from '../../identity/dates/partial-date.ts';
import { parseXmlDate, writeXmlDate } from '../../identity/dates/xml-date.ts';
import type { Result } from '../../identity/result.ts';

const BIRTH: MrzDateRule = { kind: 'BIRTH', today: '2026-11-25' };
const EXPIRY: MrzDateRule = { kind: 'EXPIRY', today: '2026-11-25' };

function value<Value>(result: Result<Value, DateFault>): Value | DateFault {
  return result.ok ? result.value : result.fault.code;
}

const date = (text: string): PartialDate => {
  const result = parseEdtf(text);
  assert.ok(result.ok, text);
  return result.value;
};

describe('a partial date', () => {
  it('is made of parts that can be a day', () => {
    assert.deepEqual(value(partialDate({ y: 1983, m: undefined, d: undefined })), { y: 1983 });
    assert.deepEqual(value(partialDate({ y: 1984, m: 2, d: 29, basis: 'DECLARED', circa: false })), {
      y: 1984,
      m: 2,
      d: 29,
      basis: 'DECLARED',
    });
    assert.deepEqual(value(partialDate({ y: 1983, d: 31 })), { y: 1983, d: 31 });
    for (const parts of [
      { y: 0 },
      { y: 10000 },
      { y: 1983, m: 13 },
      { y: 1983, m: 0 },
      { y: 1983, m: 2, d: 29 },
      { y: 1983, d: 32 },
      { y: 1983.5 },
    ])
      assert.equal(value(partialDate(parts)), 'DATE_IMPOSSIBLE');
  });

  it('knows the lengths of months in every century', () => {
    assert.deepEqual([daysIn(2000, 2), daysIn(1900, 2), daysIn(4, 2), daysIn(99, 12)], [29, 28, 29, 31]);
  });

  it('says in a fault what was wrong and not what was read', () => {
    const result = parseEdtf('1983-13');
    assert.ok(!result.ok);
    assert.doesNotMatch(result.fault.detail, /1983|13/);
  });
});

describe('EDTF', () => {
  const FORMS: readonly (readonly [string, PartialDate, string?])[] = [
    ['1983', { y: 1983 }],
    ['1983-05', { y: 1983, m: 5 }],
    ['1983-05-12', { y: 1983, m: 5, d: 12 }],
    ['1983-XX-XX', { y: 1983 }, '1983'],
    ['1983-XX', { y: 1983 }, '1983'],
    ['1983-05-XX', { y: 1983, m: 5 }, '1983-05'],
    ['1983-XX-12', { y: 1983, d: 12 }],
    ['1983?', { y: 1983, basis: 'PROBABLE' }],
    ['1983-05~', { y: 1983, m: 5, circa: true }],
    ['1983-05-12%', { y: 1983, m: 5, d: 12, basis: 'PROBABLE', circa: true }],
  ];
  for (const [text, parts, shortest = text] of FORMS) {
    it(`reads ${text} and writes ${shortest}`, () => {
      assert.deepEqual(date(text), parts);
      assert.deepEqual(writeEdtf(parts), { text: shortest, lost: [] });
    });
  }

  it('refuses what is not one date', () => {
    for (const text of ['', '198X', '83', '1983/1984', '1983-5', '1983-05-12T00', ' 1983', '19830512', 'XXXX-05'])
      assert.equal(value(parseEdtf(text)), 'DATE_FORM', text);
    for (const text of ['1983-00', '1983-02-30', '0000', '1983-XX-32']) assert.equal(value(parseEdtf(text)), 'DATE_IMPOSSIBLE', text);
  });

  it('has no word for a document or a declaration', () => {
    assert.deepEqual(writeEdtf({ y: 1983, basis: 'DOCUMENT' }), { text: '1983', lost: ['basis'] });
  });
});

describe('eight digits', () => {
  it('have zeros for what is unknown', () => {
    for (const [text, parts] of [
      ['19830000', { y: 1983 }],
      ['19830500', { y: 1983, m: 5 }],
      ['19830512', { y: 1983, m: 5, d: 12 }],
      ['19830012', { y: 1983, d: 12 }],
    ] as const) {
      assert.deepEqual(value(parseDigits(text)), parts);
      assert.deepEqual(writeDigits(parts), { text, lost: [] });
    }
  });

  it('are refused when they are no date', () => {
    assert.equal(value(parseDigits('1983')), 'DATE_FORM');
    assert.equal(value(parseDigits('00000512')), 'DATE_WITHOUT_YEAR');
    assert.equal(value(parseDigits('19830231')), 'DATE_IMPOSSIBLE');
  });

  it('lose doubts, and say so', () => {
    assert.deepEqual(writeDigits({ y: 1983, basis: 'PROBABLE', circa: true }), { text: '19830000', lost: ['basis', 'circa'] });
  });
});

describe('dates of a machine readable zone', () => {
  it('have fillers for what is unknown', () => {
    for (const [text, parts] of [
      ['83<<<<', { y: 1983 }],
      ['8305<<', { y: 1983, m: 5 }],
      ['830512', { y: 1983, m: 5, d: 12 }],
      ['83<<12', { y: 1983, d: 12 }],
    ] as const) {
      assert.deepEqual(value(parseMrzDate(text, BIRTH)), parts);
      assert.deepEqual(writeMrzDate(parts, BIRTH), { text, lost: [] });
    }
    assert.equal(value(parseMrzDate('<<<<<<', BIRTH)), undefined);
    assert.deepEqual(value(parseMrzDate('830000', BIRTH)), { y: 1983 });
  });

  it('of birth are not after today', () => {
    const years = (...texts: string[]): unknown[] => texts.map((text) => (value(parseMrzDate(text, BIRTH)) as PartialDate).y);
    assert.deepEqual(years('261125', '261126', '26<<<<', '2612<<', '27<<<<', '000229'), [2026, 1926, 2026, 1926, 1927, 2000]);
  });

  it('of expiry are within fifty years of today', () => {
    const years = (...texts: string[]): unknown[] => texts.map((text) => (value(parseMrzDate(text, EXPIRY)) as PartialDate).y);
    assert.deepEqual(years('120415', '760101', '770101', '301231', '990101'), [2012, 2076, 1977, 2030, 1999]);
  });

  it('of people over a hundred lose the century when written', () => {
    assert.deepEqual(writeMrzDate({ y: 1920, m: 1, d: 2 }, BIRTH), { text: '200102', lost: ['century'] });
    assert.deepEqual(writeMrzDate({ y: 1983, basis: 'DOCUMENT' }, BIRTH), { text: '83<<<<', lost: ['basis'] });
  });

  it('are refused when they are no date', () => {
    for (const text of ['', '83051', '8305122', '83<5<<', 'AB0512', '83----']) assert.equal(value(parseMrzDate(text, BIRTH)), 'DATE_FORM');
    assert.equal(value(parseMrzDate('<<0512', BIRTH)), 'DATE_WITHOUT_YEAR');
    assert.equal(value(parseMrzDate('830230', BIRTH)), 'DATE_IMPOSSIBLE');
    assert.equal(value(parseMrzDate('260229', BIRTH)), 'DATE_IMPOSSIBLE');
    assert.equal(value(parseMrzDate('831305', EXPIRY)), 'DATE_IMPOSSIBLE');
  });
});

describe('dates of XML and of Core Person', () => {
  it('tell their precision by their type', () => {
    for (const [type, text, parts] of [
      ['gYear', '1983', { y: 1983 }],
      ['gYearMonth', '1983-05', { y: 1983, m: 5 }],
      ['date', '1983-05-12', { y: 1983, m: 5, d: 12 }],
    ] as const) {
      assert.deepEqual(value(parseXmlDate(text)), parts);
      assert.deepEqual(writeXmlDate(parts), { type, text, lost: [] });
      assert.deepEqual(writeCorePersonDate(parts), { type, text, lost: [] });
      assert.deepEqual(value(parseCorePersonDate({ type, text })), parts);
    }
  });

  it('are read without their time zone, and refused when they are no date', () => {
    assert.deepEqual(value(parseXmlDate(' 1983-05-12+02:00 ')), { y: 1983, m: 5, d: 12 });
    assert.deepEqual(value(parseXmlDate('1983Z')), { y: 1983 });
    assert.equal(value(parseXmlDate('12.05.1983')), 'DATE_FORM');
    assert.equal(value(parseXmlDate('1983-04-31')), 'DATE_IMPOSSIBLE');
  });

  it('lose a day without its month, which Core Person keeps in a string', () => {
    assert.deepEqual(writeXmlDate({ y: 1983, d: 12, circa: true }), { type: 'gYear', text: '1983', lost: ['circa', 'day'] });
    assert.deepEqual(writeCorePersonDate({ y: 1983, d: 12, circa: true }), { type: 'string', text: '1983-XX-12~', lost: [] });
    assert.deepEqual(writeCorePersonDate({ y: 1983, basis: 'PROBABLE' }), { type: 'string', text: '1983?', lost: [] });
    assert.deepEqual(writeCorePersonDate({ y: 1983, basis: 'DECLARED' }), { type: 'gYear', text: '1983', lost: ['basis'] });
    assert.deepEqual(value(parseCorePersonDate({ type: 'string', text: ' 1983~ ' })), { y: 1983, circa: true });
  });
});

describe('comparing partial dates', () => {
  it('an interval holds every day that the date may be', () => {
    assert.deepEqual(interval(date('1983')), { from: '1983-01-01', to: '1983-12-31' });
    assert.deepEqual(interval(date('1984-02')), { from: '1984-02-01', to: '1984-02-29' });
    assert.deepEqual(interval(date('1983-XX-31')), { from: '1983-01-31', to: '1983-12-31' });
    assert.deepEqual(interval(date('1983~')), { from: '1982-01-01', to: '1984-12-31' });
    assert.deepEqual(interval(date('1983~'), { circaYears: 5 }), { from: '1978-01-01', to: '1988-12-31' });
    assert.deepEqual(interval(date('1984-02-29~')), { from: '1983-02-28', to: '1985-02-28' });
    assert.deepEqual(interval({ y: 1, circa: true }), { from: '0001-01-01', to: '0002-12-31' });
    assert.deepEqual(interval({ y: 9999, circa: true }).to, '9999-12-31');
  });

  it('dates overlap when one day can be both', () => {
    for (const [one, other, expected] of [
      ['1983', '1983-05-12', 'OVERLAP'],
      ['1983', '1983', 'EQUAL'],
      ['1983-05', '1983-XX-12', 'OVERLAP'],
      ['1983-02', '1983-XX-30', 'DISJOINT'],
      ['1983-XX-12', '1983-05-13', 'DISJOINT'],
      ['1983-05', '1983-06', 'DISJOINT'],
      ['1983', '1984', 'DISJOINT'],
      ['1983~', '1984', 'OVERLAP'],
      ['1983~', '1985', 'DISJOINT'],
      ['1983~', '1983~', 'OVERLAP'],
      ['1983?', '1983', 'EQUAL'],
    ] as const)
      assert.equal(compare(date(one), date(other)), expected, `${one} ${other}`);
    assert.equal(compare(date('1983~'), date('1985'), { circaYears: 2 }), 'OVERLAP');
    assert.equal(overlaps(date('1983'), date('1983-01-01')), true);
  });

  it('agreement says how far both know the same', () => {
    for (const [one, other, expected] of [
      ['1983-05-12', '1983-05-12', 'DAY'],
      ['1983-05-12', '1983-05', 'MONTH'],
      ['1983-05', '1983-05', 'MONTH'],
      ['1983', '1983-05-12', 'YEAR'],
      ['1983-XX-12', '1983-05-12', 'YEAR'],
      ['1983-05', '1983-06', undefined],
      ['1983', '1984', undefined],
      ['1983-02', '1983-XX-30', undefined],
    ] as const)
      assert.equal(agreement(date(one), date(other)), expected, `${one} ${other}`);
  });
});
