/**
 * Which days are off where: Saturdays, Sundays and the public holidays of config/law/holidays. A state or a year that is not there is an
 * error and never "no holidays", for a term that ends too early cannot be mended.
 */
import { weekdayOf } from './days.ts';
import { LawGap } from './law-gap.ts';

export interface PublicHoliday {
  readonly day: string;
  /** In a language of the state, and in English. */
  readonly name: string;
  readonly en: string;
}

/** One file of config/law/holidays. */
export interface HolidayFile {
  /** ISO 3166-1 alpha-3. */
  readonly state: string;
  readonly source: string;
  readonly licence: string;
  readonly attribution: readonly string[];
  /** All public holidays of a year, by year. */
  readonly years: Readonly<Record<string, readonly PublicHoliday[]>>;
}

export interface DayOff {
  readonly day: string;
  readonly kind: 'PUBLIC_HOLIDAY' | 'SATURDAY' | 'SUNDAY';
  /** Whose day off it is, ISO 3166-1 alpha-3. */
  readonly state: string;
  /** Its name in English. */
  readonly holiday: string | null;
}

export interface Calendars {
  /** Why the day is off in the state; undefined on a working day. Throws LawGap for a state or a year without a calendar. */
  dayOff(state: string, day: string): DayOff | undefined;
}

export function calendarsOf(files: readonly HolidayFile[]): Calendars {
  const states = new Map(files.map(({ state, years }) => [state, namesByDay(years)]));
  return {
    dayOff: (state, day) => {
      const holiday = holidaysOf(states, state, day.slice(0, 4)).get(day) ?? null;
      const kind = kindOf(day, holiday);
      return kind === undefined ? undefined : { day, kind, state, holiday };
    },
  };
}

type Names = ReadonlyMap<string, string>;
type YearsOf = ReadonlyMap<string, ReadonlyMap<string, Names>>;

const namesByDay = (years: HolidayFile['years']): ReadonlyMap<string, Names> =>
  new Map(Object.entries(years).map(([year, holidays]) => [year, new Map(holidays.map(({ day, en }) => [day, en]))]));

function holidaysOf(states: YearsOf, state: string, year: string): Names {
  const years = states.get(state);
  if (years === undefined) throw new LawGap(`There is no calendar of ${state}: add config/law/holidays/${state}.json.`);
  const names = years.get(year);
  if (names === undefined) {
    const known = [...years.keys()].sort();
    throw new LawGap(
      `The calendar of ${state} is for ${known.at(0)} to ${known.at(-1)} and not for ${year}: freeze the holidays of more years.`,
    );
  }
  return names;
}

function kindOf(day: string, holiday: string | null): DayOff['kind'] | undefined {
  if (holiday !== null) return 'PUBLIC_HOLIDAY';
  const weekday = weekdayOf(day);
  if (weekday === 0) return 'SUNDAY';
  return weekday === 6 ? 'SATURDAY' : undefined;
}
