/** The frozen holidays: what the package says of all states, and what the law says of the Polish ones. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { holidayCorrections, holidayFiles } from '../../checks/holiday-files.ts';
import { readLaw, readLawFolder } from '../../config/law/read-law.ts';
import type { HolidayFile } from '../../law/calendars.ts';
import { loadTermLaw } from '../../law/term-law.ts';

const { days } = await loadTermLaw();
const YEARS = [2024, 2025, 2026, 2027, 2028, 2029, 2030];

describe('the frozen holidays', function () {
  this.timeout(120_000);

  it('are what npm run generate:holidays makes of the package, for every state and no other', async () => {
    const files = await holidayFiles();
    const paths = readdirSync('config/law/holidays').filter((name) => name.endsWith('.json'));
    assert.deepEqual(paths.map((name) => `config/law/holidays/${name}`).sort(), [...files.keys()].sort());
    for (const [path, text] of files) assert.equal(readFileSync(path, 'utf8'), text, `${path} differs: run npm run generate:holidays`);
  });

  it('are those of the Act of 18 January 1951 on days off in Poland, copied by hand, and no others', () => {
    const found = YEARS.map((year) => daysOf(year).filter((day) => days.dayOff('POL', day)?.kind === 'PUBLIC_HOLIDAY'));
    assert.deepEqual(found, YEARS.map(polishHolidays));
  });

  it('hold every day of the corrections, each of which the package still lacks: one that it has learnt must be taken out', async () => {
    assert.deepEqual(
      (await readLaw<{ readonly corrections: unknown }>('holiday-corrections')).corrections,
      holidayCorrections(),
      'as its schema asks',
    );
    for (const { state, days: added, en } of holidayCorrections()) {
      for (const day of added) {
        const off = days.dayOff(state, day);
        assert.deepEqual([off?.kind, off?.holiday], ['PUBLIC_HOLIDAY', en], `${state} ${day}`);
      }
    }
  });

  it('name no day twice, and each in the year in which it stands, for every year from 2024 to 2030', async () => {
    for (const { state, years } of await readLawFolder<HolidayFile>('holidays')) {
      assert.deepEqual(Object.keys(years).map(Number), YEARS, state);
      for (const [year, holidays] of Object.entries(years)) {
        const found = holidays.map(({ day }) => day);
        assert.deepEqual(found, [...new Set(found)].sort(), `${state} ${year}`);
        assert.ok(
          found.every((day) => day.startsWith(year) && after(day, 0) === day),
          `${state} ${year}`,
        );
      }
    }
  });

  it('of Poland have 24 December since 2025, and not before', () => {
    assert.equal(days.dayOff('POL', '2024-12-24'), undefined);
    assert.equal(days.dayOff('POL', '2025-12-24')?.kind, 'PUBLIC_HOLIDAY');
  });
});

/** Easter Sundays as printed in calendars; the moving holidays follow from them. */
const EASTER: Readonly<Record<number, string>> = {
  2024: '2024-03-31',
  2025: '2025-04-20',
  2026: '2026-04-05',
  2027: '2027-03-28',
  2028: '2028-04-16',
  2029: '2029-04-01',
  2030: '2030-04-21',
};

const FIXED = ['01-01', '01-06', '05-01', '05-03', '08-15', '11-01', '11-11', '12-25', '12-26'];

const after = (day: string, count: number): string => new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);

/** Easter, Easter Monday, Pentecost and Corpus Christi move; Christmas Eve is a day off since 2025 (act of 6 December 2024). */
function polishHolidays(year: number): string[] {
  const moving = [0, 1, 49, 60].map((count) => after(EASTER[year] ?? '', count));
  const fixed = [...FIXED, ...(year >= 2025 ? ['12-24'] : [])].map((day) => `${year}-${day}`);
  return [...fixed, ...moving].sort();
}

function daysOf(year: number): string[] {
  const all = Array.from({ length: 366 }, (_, at) => after(`${year}-01-01`, at));
  return all.filter((day) => day.startsWith(String(year)));
}
