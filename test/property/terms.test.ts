/** The engine of terms against a reference that counts day by day on the clocks of the zone, and the laws of every term. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { calendarsOf, type Calendars } from '../../law/calendars.ts';
import { startOfDayMs } from '../../law/days.ts';
import { loadTermLaw } from '../../law/term-law.ts';
import { termOf, type Term, type TermRule } from '../../law/terms.ts';

const { days } = await loadTermLaw();
const HOUR_MS = 3_600_000;
const STATES = ['POL', 'AUT', 'FRA', 'GRC', 'BGR', 'LIE', 'LVA'] as const;

/** A calendar of no holidays at all: only Saturdays and Sundays are off. */
const weekendsOnly = calendarsOf([
  {
    state: 'POL',
    source: 's',
    licence: 'l',
    attribution: [],
    years: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${2023 + n}`, []])),
  },
]);

const base = {
  code: 'ANY',
  mode: 'CALENDAR_DAY_END',
  startsAt: 'DELIVERY',
  validFrom: '2020-01-01',
  validTo: null,
  legalBasis: 'x',
  isSample: true,
} as const;
const measure = fc.oneof(
  fc.record({ unit: fc.constant('DAY' as const), length: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 90 })) }),
  fc.record({ unit: fc.constant('MONTH' as const), length: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ unit: fc.constant('YEAR' as const), length: fc.integer({ min: 1, max: 2 }) }),
);
const calendarRule = fc
  .record({ measure, roll: fc.constantFrom('NONE' as const, 'KPA_57' as const, 'EU_1182_71' as const), state: fc.constantFrom(...STATES) })
  .map(({ measure: { unit, length }, roll, state }): TermRule => ({ ...base, unit, length, roll, calendar: state }));

/** Any second of the years whose terms the calendars reach, and the hours round both changes of clocks, Easter, Christmas and New Year. */
const start = fc
  .oneof(
    fc.date({ min: new Date('2024-01-02'), max: new Date('2028-06-01'), noInvalidDate: true }),
    ...['2026-03-28', '2026-10-24', '2026-04-01', '2025-12-20', '2027-12-27', '2028-01-30', '2026-06-11'].map((day) =>
      fc.integer({ min: 0, max: 72 * 3600 }).map((seconds) => new Date(Date.parse(day) + 1000 * seconds)),
    ),
  )
  .map((date) => date.toISOString());

const warsaw = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' });
const dayIn = (ms: number): string => warsaw.format(ms);

/** The day after, by asking the clocks: 36 hours after the day has begun it is the next, be it of 23 or of 25 hours. */
const next = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10);
const isOff = (calendars: Calendars, state: string, day: string): boolean => calendars.dayOff(state, day) !== undefined;

/** Counts days, one after the other, until there are enough; months by going on until the month and the day number are right. */
function countedDay({ unit, length }: Pick<TermRule, 'unit' | 'length'>, startedOn: string): string {
  let day = startedOn;
  if (unit === 'DAY') {
    for (let count = 0; count < length; count += 1) day = next(day);
    return day;
  }
  const months = unit === 'MONTH' ? length : 12 * length;
  for (let passed = 0; passed < months; day = next(day)) if (next(day).slice(0, 7) !== day.slice(0, 7)) passed += 1;
  while (Number(day.slice(8)) < Number(startedOn.slice(8)) && next(day).slice(0, 7) === day.slice(0, 7)) day = next(day);
  return day;
}

function referenceDay(rule: TermRule, startedAt: string, calendars: Calendars): string {
  const startedOn = dayIn(Date.parse(startedAt));
  let last = countedDay(rule, startedOn);
  if (rule.roll === 'NONE') return last;
  const workingDays = (): number => {
    let count = 0;
    for (let day = next(startedOn); day <= last; day = next(day)) if (!isOff(calendars, rule.calendar, day)) count += 1;
    return count;
  };
  const least = rule.roll === 'EU_1182_71' && rule.length >= 2 ? 2 : 1;
  while (isOff(calendars, rule.calendar, last) || workingDays() < least) last = next(last);
  return last;
}

const term = (rule: TermRule, startedAt: string, calendars: Calendars = days): Term => termOf(rule, startedAt, calendars);

describe('any term', function () {
  this.timeout(60_000);

  it('ends on the day to which a count of day after day comes', () => {
    fc.assert(
      fc.property(calendarRule, start, (rule, startedAt) => {
        assert.equal(term(rule, startedAt).lastDay, referenceDay(rule, startedAt, days));
      }),
      { numRuns: 400 },
    );
  });

  it('does not count the day of the event: it is the same from its first second to its last', () => {
    fc.assert(
      fc.property(calendarRule, start, (rule, startedAt) => {
        const { startedOn } = term(rule, startedAt);
        const [first, last] = [startOfDayMs(startedOn), startOfDayMs(next(startedOn)) - 1];
        assert.deepEqual(term(rule, new Date(first).toISOString()), term(rule, new Date(last).toISOString()));
        assert.ok(first <= Date.parse(startedAt) && Date.parse(startedAt) <= last);
      }),
    );
  });

  it('is over at 24:00 in Warsaw, in the first millisecond in which its last day is past, be that of 23 or of 25 hours', () => {
    fc.assert(
      fc.property(calendarRule, start, (rule, startedAt) => {
        const { lastDay, endsAt } = term(rule, startedAt);
        const end = Date.parse(endsAt);
        assert.deepEqual([dayIn(end - 1), dayIn(end)], [lastDay, next(lastDay ?? '')]);
        assert.ok(end > Date.parse(startedAt));
      }),
    );
  });

  it('ends on a working day when it rolls, and says each day over which it was moved and why', () => {
    fc.assert(
      fc.property(calendarRule, start, (rule, startedAt) => {
        const { lastDay, rolledFrom, reasons, startedOn } = term(rule, startedAt);
        const unmoved = countedDay(rule, startedOn);
        if (rule.roll !== 'NONE') assert.ok(!isOff(days, rule.calendar, lastDay ?? ''));
        assert.equal(rolledFrom, lastDay === unmoved ? null : unmoved);
        const between: string[] = [];
        for (let day = unmoved; day !== lastDay; day = next(day)) between.push(day);
        assert.deepEqual(
          reasons.map(({ day }) => day),
          between,
        );
        for (const { day, kind } of reasons) assert.equal(kind === 'FEWER_THAN_TWO_WORKING_DAYS', !isOff(days, rule.calendar, day), day);
      }),
    );
  });

  it('ends no earlier when it starts later', () => {
    fc.assert(
      fc.property(calendarRule, start, fc.integer({ min: 0, max: 40 * 24 * HOUR_MS }), (rule, startedAt, later) => {
        const second = new Date(Date.parse(startedAt) + later).toISOString();
        assert.ok(term(rule, second).endsAt >= term(rule, startedAt).endsAt);
      }),
    );
  });

  it('is never shorter than its length, and a roll never makes it shorter', () => {
    fc.assert(
      fc.property(calendarRule, start, (rule, startedAt) => {
        const { endsAt } = term(rule, startedAt);
        assert.ok(endsAt >= term({ ...rule, roll: 'NONE' }, startedAt).endsAt);
        const shortestMs =
          rule.unit === 'DAY' ? rule.length * 24 * HOUR_MS : (rule.unit === 'MONTH' ? 28 : 365) * rule.length * 24 * HOUR_MS;
        assert.ok(Date.parse(endsAt) - Date.parse(startedAt) >= shortestMs - HOUR_MS, 'but for the hour that a change of clocks takes');
      }),
    );
  });

  it('is the same by the Polish code and by the law of the Union where there is no holiday and it does not end at a weekend', () => {
    const kpa = calendarRule.map((rule): TermRule => ({ ...rule, calendar: 'POL', roll: 'KPA_57' }));
    fc.assert(
      fc.property(kpa, start, (rule, startedAt) => {
        const polish = term(rule, startedAt, weekendsOnly);
        const union = term({ ...rule, roll: 'EU_1182_71' }, startedAt, weekendsOnly);
        const isLong = rule.unit !== 'DAY' || rule.length >= 4;
        if (polish.rolledFrom === null && isLong) assert.deepEqual(union, polish);
        assert.ok(union.endsAt >= polish.endsAt);
      }),
    );
  });

  it('in elapsed time lasts so many hours to the millisecond', () => {
    const hours = fc.record({ unit: fc.constantFrom('HOUR' as const, 'DAY' as const), length: fc.integer({ min: 1, max: 500 }) });
    fc.assert(
      fc.property(hours, start, ({ unit, length }, startedAt) => {
        const { endsAt } = term({ ...base, mode: 'ELAPSED', roll: 'NONE', calendar: 'POL', unit, length }, startedAt);
        assert.equal(Date.parse(endsAt) - Date.parse(startedAt), length * (unit === 'DAY' ? 24 : 1) * HOUR_MS);
      }),
    );
  });
});

describe('the start of any day', () => {
  const zones = [
    'Europe/Warsaw',
    'Europe/Lisbon',
    'Atlantic/Azores',
    'Asia/Beirut',
    'Asia/Hanoi',
    'America/Havana',
    'Pacific/Kiritimati',
    'Asia/Kolkata',
  ];
  const known = zones.filter((zone) => Intl.supportedValuesOf('timeZone').includes(zone));

  it('is the instant from which the clocks of the zone show it and never again an earlier one', () => {
    const day = fc
      .integer({ min: 0, max: 3000 })
      .map((n) => new Date(Date.parse('2022-01-01') + n * 24 * HOUR_MS).toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        fc.oneof(day, fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01')),
        fc.constantFrom(...known),
        (on, timeZone) => {
          const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
          const begin = startOfDayMs(on, timeZone);
          assert.equal(clock.format(begin), on);
          assert.ok(clock.format(begin - 1) < on);
          for (let hour = 0; hour < 30; hour += 0.25) assert.ok(clock.format(begin + hour * HOUR_MS) >= on);
        },
      ),
      { numRuns: 400 },
    );
  });
});
