/**
 * A date of which a year is known and perhaps more, as Art. 13 of the Act on Foreigners needs it: what is unknown is absent and is never
 * filled in. Every form in which such a date travels has its own file here.
 */
import { fail, succeed, type Result } from '../result.ts';

export interface PartialDate {
  /** 1 to 9999. */
  readonly y: number;
  readonly m?: number;
  /** May be known without the month. */
  readonly d?: number;
  /** From where it is known: a document, the person's word, or only probable (EDTF `?`). */
  readonly basis?: DateBasis;
  /** About that time (EDTF `~`). */
  readonly circa?: boolean;
}

export type DateBasis = 'DOCUMENT' | 'DECLARED' | 'PROBABLE';

/** FORM: not the form that the file reads. IMPOSSIBLE: no day of the calendar. WITHOUT_YEAR: parts without a year say nothing here. */
export type DateFault = 'DATE_FORM' | 'DATE_IMPOSSIBLE' | 'DATE_WITHOUT_YEAR';

export type DateResult = Result<PartialDate, DateFault>;

/** What a form could not hold of a date. `century`: the form has two digits of the year, and its reader would put it elsewhere. */
export type DateLoss = 'basis' | 'circa' | 'century' | 'day';

/** A date in one form, and what was left out. Nothing is ever added. */
export interface WrittenDate {
  readonly text: string;
  readonly lost: readonly DateLoss[];
}

/** The parts as one date without the absent ones; DATE_IMPOSSIBLE where no such day can be. */
export function partialDate(parts: DateParts): DateResult {
  const { y, m, d, basis, circa } = parts;
  if (!isPossible(parts)) return fail('DATE_IMPOSSIBLE', 'There is no such day, month or year.');
  return succeed({
    y,
    ...(m === undefined ? {} : { m }),
    ...(d === undefined ? {} : { d }),
    ...(basis === undefined ? {} : { basis }),
    ...(circa === true ? { circa } : {}),
  });
}

/** As {@link PartialDate}, but a part that is unknown may be given as undefined. */
export interface DateParts {
  readonly y: number;
  readonly m?: number | undefined;
  readonly d?: number | undefined;
  readonly basis?: DateBasis | undefined;
  readonly circa?: boolean | undefined;
}

/** Without a month any day up to 31 can be. */
export function isPossible({ y, m, d }: DateParts): boolean {
  if (!isWithin(y, 9999) || !isWithin(m ?? 1, 12)) return false;
  return isWithin(d ?? 1, m === undefined ? 31 : daysIn(y, m));
}

/** Gregorian, for any year; `Date` alone would read the years 0 to 99 as those of the last century. */
export function daysIn(y: number, m: number): number {
  const day = new Date(0);
  day.setUTCFullYear(y, m, 0);
  return day.getUTCDate();
}

/** The losses of a form that has parts of a date and no room for what we think of it. */
export function lostDoubts({ basis, circa }: PartialDate): DateLoss[] {
  return [...(basis === undefined ? [] : (['basis'] as const)), ...(circa === true ? (['circa'] as const) : [])];
}

/** With leading zeros; a part that is unknown as `instead`. */
export function padded(part: number | undefined, instead: string): string {
  return part === undefined ? instead : String(part).padStart(instead.length, '0');
}

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;
