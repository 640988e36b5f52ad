import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createGenerator } from '../../generator/people.ts';
import { parseCorePersonDate, writeCorePersonDate } from '../../identity/dates/core-person.ts';
import { parseDigits, writeDigits } from '../../identity/dates/digits.ts';
import { parseEdtf, writeEdtf } from '../../identity/dates/edtf.ts';
import { agreement, compare, interval, overlaps } from '../../identity/dates/interval.ts';
import { parseMrzDate, writeMrzDate, type MrzDateRule } from '../../identity/dates/mrz-date.ts';
import {
  daysIn,
  isPossible,
  type DateFault,
  type DateParts,
  type PartialDate,
  type WrittenDate,
} from '../../identity/dates/partial-date.ts';
import { parseXmlDate, writeXmlDate } from '../../identity/dates/xml-date.ts';
import type { Result } from '../../identity/result.ts';
import { partialDates } from '../support/partial-dates.ts';

const BIRTH: MrzDateRule = { kind: 'BIRTH', today: '2026-11-25' };

const someDate = partialDates({ min: 1927, max: 2025 });

/** Dates close to each other, so that agreement is not a rare event. */
const closeDate = someDate.map((date) => ({ ...date, y: 1980 + (date.y % 3) })).filter(isPossible);

interface Form {
  readonly write: (date: PartialDate) => WrittenDate;
  readonly read: (written: never) => Result<PartialDate | undefined, DateFault>;
}

const FORMS: Readonly<Record<string, Form>> = {
  EDTF: { write: writeEdtf, read: ({ text }: WrittenDate) => parseEdtf(text) },
  digits: { write: writeDigits, read: ({ text }: WrittenDate) => parseDigits(text) },
  zone: { write: (date) => writeMrzDate(date, BIRTH), read: ({ text }: WrittenDate) => parseMrzDate(text, BIRTH) },
  XML: { write: writeXmlDate, read: ({ text }: WrittenDate) => parseXmlDate(text) },
  'Core Person': { write: writeCorePersonDate, read: parseCorePersonDate },
};

function roundTrip({ write, read }: Form, date: PartialDate): { back: PartialDate; lost: readonly string[] } {
  const written = write(date);
  const result = read(written as never);
  assert.ok(result.ok && result.value !== undefined, written.text);
  return { back: result.value, lost: written.lost };
}

/** The date without the parts that the form said it lost. */
function without(date: DateParts, lost: readonly string[]): DateParts {
  const parts = { basis: 'basis', circa: 'circa', day: 'd' } as const;
  const gone = new Set(lost.map((loss) => parts[loss as keyof typeof parts] as string));
  return Object.fromEntries(Object.entries(date).filter(([part]) => !gone.has(part))) as unknown as DateParts;
}

describe('laws of partial dates', () => {
  for (const [name, form] of Object.entries(FORMS)) {
    it(`${name} brings back all that it does not say it lost, and adds nothing`, () => {
      fc.assert(
        fc.property(someDate, (date) => {
          const { back, lost } = roundTrip(form, date);
          assert.deepEqual(back, without(date, lost));
        }),
      );
    });

    it(`${name} has no 1 January where the month or the day is unknown`, () => {
      fc.assert(
        fc.property(someDate, (date) => {
          const { text } = form.write(date);
          if (date.m === undefined || date.d === undefined) assert.doesNotMatch(text, /^(\d{4}-01-01|\d{4}0101|\d{2}0101$)/);
          const { back } = roundTrip(form, date);
          assert.ok(date.m !== undefined || back.m === undefined);
          assert.ok(date.d !== undefined || back.d === undefined);
        }),
      );
    });
  }

  it('dates of generated people go through every form', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const { dateOfBirth } of createGenerator(seed).people(20)) {
          const read = parseEdtf(dateOfBirth);
          assert.ok(read.ok, dateOfBirth);
          assert.equal(writeEdtf(read.value).text, dateOfBirth.replaceAll('-XX', ''));
          for (const form of Object.values(FORMS))
            assert.equal(agreement(roundTrip(form, read.value).back, read.value) !== undefined, true);
        }
      }),
    );
  });

  it('readers never throw, whatever the text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9X<?~%-]{0,12}$/));
    fc.assert(
      fc.property(text, (some) => {
        for (const read of [parseEdtf, parseDigits, parseXmlDate]) assert.equal(typeof read(some).ok, 'boolean');
        assert.equal(typeof parseMrzDate(some, BIRTH).ok, 'boolean');
      }),
    );
  });

  it('a date of birth in a zone is never after the day of reading, an expiry never more than fifty years away', () => {
    const two = (max: number): fc.Arbitrary<string> => fc.integer({ min: 1, max }).map((part) => String(part).padStart(2, '0'));
    const today = fc.record({ y: fc.integer({ min: 2000, max: 2090 }), m: two(12), d: two(28) }).map(({ y, m, d }) => `${y}-${m}-${d}`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), two(12), today, (year, month, day) => {
        const text = `${String(year).padStart(2, '0')}${month}<<`;
        const [birth, expiry] = [parseMrzDate(text, { kind: 'BIRTH', today: day }), parseMrzDate(text, { kind: 'EXPIRY', today: day })];
        assert.ok(birth.ok && birth.value !== undefined && expiry.ok && expiry.value !== undefined);
        assert.ok(interval(birth.value).from <= day && Number(day.slice(0, 4)) - birth.value.y <= 100);
        assert.ok(Math.abs(expiry.value.y - Number(day.slice(0, 4))) <= 50);
      }),
    );
  });
});

describe('laws of comparing partial dates', () => {
  it('overlap, comparison and agreement are symmetric, and a date overlaps itself', () => {
    fc.assert(
      fc.property(closeDate, closeDate, (one, other) => {
        assert.equal(overlaps(one, other), overlaps(other, one));
        assert.equal(compare(one, other), compare(other, one));
        assert.equal(agreement(one, other), agreement(other, one));
        assert.ok(overlaps(one, one));
      }),
    );
  });

  it('dates overlap exactly when some day of the calendar is in both', () => {
    const exact = closeDate.map(({ y, m, d }): PartialDate => ({
      y,
      ...(m === undefined ? {} : { m }),
      ...(d === undefined ? {} : { d }),
    }));
    fc.assert(
      fc.property(exact, exact, (one, other) => {
        const days = new Set(daysOf(one));
        assert.equal(
          overlaps(one, other),
          daysOf(other).some((day) => days.has(day)),
        );
      }),
    );
  });

  it('every day that a date may be lies in its interval, whose ends are days that it may be', () => {
    fc.assert(
      fc.property(closeDate, (date) => {
        const { from, to } = interval({ ...date, circa: false });
        const days = daysOf(date);
        assert.ok(days.every((day) => from <= day && day <= to));
        assert.ok(days.includes(from) && days.includes(to));
      }),
    );
  });

  it('what agrees overlaps, and what is equal agrees as far as it is known', () => {
    fc.assert(
      fc.property(closeDate, closeDate, (one, other) => {
        if (agreement(one, other) !== undefined) assert.ok(overlaps(one, other));
        if (compare(one, other) === 'EQUAL') assert.notEqual(agreement(one, other), undefined);
      }),
    );
  });
});

/** Every day that the date may be, counted out: the slow way to say what an interval says. */
function daysOf({ y, m, d }: PartialDate): string[] {
  const months = m === undefined ? Array.from({ length: 12 }, (_, at) => at + 1) : [m];
  return months.flatMap((month) => {
    const days = d === undefined ? Array.from({ length: daysIn(y, month) }, (_, at) => at + 1) : d <= daysIn(y, month) ? [d] : [];
    return days.map((day) => `${y}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
  });
}
