/** Where the law as it is configured has no answer, the engine gives none: it never guesses an end. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { calendarsOf, type HolidayFile } from '../../law/calendars.ts';
import { dayAt, isDay } from '../../law/days.ts';
import { LawGap } from '../../law/law-gap.ts';
import { loadTermLaw, throwIfContradictory } from '../../law/term-law.ts';
import { termOf } from '../../law/terms.ts';
import { SOME_TERM } from '../support/term-rule.ts';

const { rules, days } = await loadTermLaw();
const rule = SOME_TERM;
const NOON = '2026-11-02T12:00:00+01:00';
const gap = (text: RegExp) => (error: unknown) => error instanceof LawGap && text.test(error.message);

describe('the law of terms has a gap', () => {
  it('where the calendar lacks the year: that is never a year without holidays', () => {
    assert.throws(() => termOf(rule, '2030-12-27T12:00:00+01:00', days), gap(/POL is for 2024 to 2030 and not for 2031/));
    assert.throws(() => termOf(rule, '2023-06-01T12:00:00+02:00', days), gap(/not for 2023/));
    assert.throws(() => days.dayOff('POL', '2031-01-04'), gap(/2031/), 'not even on a Saturday');
  });

  it('where the state is not known', () => {
    const abroad = { ...rule, roll: 'EU_1182_71', calendar: 'ACTING_STATE' } as const;
    assert.throws(() => termOf(abroad, NOON, days, 'USA'), gap(/no calendar of USA/));
    assert.throws(() => termOf(abroad, NOON, days, 'pol'), gap(/no calendar of pol/));
  });

  it('where a term goes by the state that must act and none is named', () => {
    assert.throws(() => termOf({ ...rule, roll: 'EU_1182_71', calendar: 'ACTING_STATE' }, NOON, days), gap(/name it/));
  });

  it('but not where no day off matters: what is not asked need not be known', () => {
    assert.equal(termOf({ ...rule, roll: 'NONE' }, '2040-01-01T12:00:00+01:00', days).lastDay, '2040-01-06');
  });

  it('where elapsed time is in months or years, and where hours are to end with a day', () => {
    for (const unit of ['MONTH', 'YEAR'] as const)
      assert.throws(() => termOf({ ...rule, mode: 'ELAPSED', roll: 'NONE', unit }, NOON, days), gap(/only hours and days/));
    assert.throws(() => termOf({ ...rule, unit: 'HOUR' }, NOON, days), gap(/must be ELAPSED/));
  });

  it('where two rules of one code claim the same day', () => {
    const older = { ...rule, validTo: '2026-06-12' };
    const newer = { ...rule, validFrom: '2026-06-12' };
    assert.throws(() => throwIfContradictory([older, newer]), gap(/two rules of SOME_TERM on 2026-06-12/));
    assert.throws(() => throwIfContradictory([newer, older]), gap(/two rules/));
    assert.throws(() => throwIfContradictory([rule, newer]), gap(/two rules/));
    assert.throws(() => throwIfContradictory([newer, { ...newer }]), gap(/two rules/));
    throwIfContradictory([{ ...older, validTo: '2026-06-11' }, newer, { ...newer, code: 'ANOTHER_TERM' }]);
  });

  it('where a rule is valid on no day, or from a day that does not exist', () => {
    assert.throws(() => throwIfContradictory([{ ...rule, validFrom: '2026-06-12', validTo: '2026-06-11' }]), gap(/not two days in order/));
    assert.throws(() => throwIfContradictory([{ ...rule, validFrom: '2026-02-29' }]), gap(/2026-02-29/));
    assert.throws(() => throwIfContradictory([{ ...rule, validTo: '2026-06-31' }]), gap(/2026-06-31/));
    throwIfContradictory([{ ...rule, validFrom: '2026-06-12', validTo: '2026-06-12' }]);
  });
});

describe('an instant', () => {
  it('must say how far it is from UTC, or its day would depend on the machine', () => {
    for (const text of ['2026-11-02T12:00:00', '2026-11-02 12:00', '2026-11-02', 'yesterday', ''])
      assert.throws(() => dayAt(text), RangeError, text);
    assert.throws(() => termOf(rule, '2026-11-02T12:00:00', days), RangeError);
    assert.throws(() => dayAt(Number.NaN), RangeError);
    assert.throws(() => dayAt('2026-11-32T12:00:00Z'), RangeError);
  });

  it('is not given by a day where elapsed time counts', () => {
    assert.throws(() => termOf({ ...rule, mode: 'ELAPSED', roll: 'NONE' }, '2026-11-02', days), RangeError);
  });

  it('may be a day only if there is such a day', () => {
    assert.deepEqual(['2026-02-28', '2028-02-29', '2026-02-29', '2026-13-01', '2026-1-1', '2026-11-02T00:00:00Z'].map(isDay), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the terms of config/law', () => {
  it('are all samples that say how sure they are, and are longer when they are extended', () => {
    for (const { code, isSample, certainty, length, unit, startsAt, validFrom, legalBasis } of rules) {
      assert.ok(isSample && legalBasis.includes('Art.'), code);
      assert.ok(['SEEN', 'ATTRIBUTED', 'UNVERIFIED'].includes(certainty), code);
      const longer = rules.find((one) => one.code === `${code}_EXTENDED` && one.validFrom === validFrom);
      if (longer !== undefined) assert.ok(longer.unit === unit && longer.length > length && longer.startsAt === startsAt, code);
    }
  });

  it('of each extension know the term that is extended', () => {
    const codes = new Set(rules.map(({ code }) => code));
    for (const code of codes) if (code.endsWith('_EXTENDED')) assert.ok(codes.has(code.replace('_EXTENDED', '')), code);
  });

  it('change on 12 June 2026 without a day between, for every term that began to be counted anew then', () => {
    const ended = rules.filter(({ validTo }) => validTo !== null);
    assert.ok(ended.length >= 5);
    for (const { code, validTo } of ended) {
      assert.equal(validTo, '2026-06-11', code);
      assert.ok(
        rules.some((rule) => rule.code === code && rule.validFrom === '2026-06-12'),
        code,
      );
    }
  });
});

describe('a calendar', () => {
  const file: HolidayFile = {
    state: 'XXA',
    source: 's',
    licence: 'l',
    attribution: [],
    years: { '2026': [{ day: '2026-11-07', name: 'Święto', en: 'A Holiday' }] },
  };

  it('says why a day is off: the holiday before the weekend, and nothing of a working day', () => {
    const { dayOff } = calendarsOf([file]);
    assert.deepEqual(dayOff('XXA', '2026-11-07'), { day: '2026-11-07', kind: 'PUBLIC_HOLIDAY', state: 'XXA', holiday: 'A Holiday' });
    assert.deepEqual(dayOff('XXA', '2026-11-08'), { day: '2026-11-08', kind: 'SUNDAY', state: 'XXA', holiday: null });
    assert.deepEqual(dayOff('XXA', '2026-11-14'), { day: '2026-11-14', kind: 'SATURDAY', state: 'XXA', holiday: null });
    assert.equal(dayOff('XXA', '2026-11-06'), undefined);
  });
});
