/**
 * Dates of a machine readable zone, `YYMMDD` with fillers for what is unknown (ICAO Doc 9303-3 4.8). The century follows from what the
 * date is for and from today, which is an argument.
 */
import { fail, succeed, type Result } from '../result.ts';
import { interval } from './interval.ts';
import { lostDoubts, padded, partialDate } from './partial-date.ts';
import type { DateFault, DateParts, DateResult, PartialDate, WrittenDate } from './partial-date.ts';

export interface MrzDateRule {
  /** BIRTH is the last such day that is not after today; EXPIRY lies within fifty years of today. */
  readonly kind: 'BIRTH' | 'EXPIRY';
  /** The day of reading, `YYYY-MM-DD`. */
  readonly today: string;
}

const MRZ_DATE = /^(\d{2}|<<)(\d{2}|<<)(\d{2}|<<)$/;
const EXPIRY_WINDOW_YEARS = 50;

/**
 * Undefined as a value when the whole date is unknown (`<<<<<<`). `00` for month or day is read as unknown too, as some States print it.
 * People over a hundred years old come out a century too young: the zone does not say.
 */
export function parseMrzDate(text: string, rule: MrzDateRule): Result<PartialDate | undefined, DateFault> {
  const [, year = '', month = '', day = ''] = MRZ_DATE.exec(text) ?? [];
  if (year === '') return fail('DATE_FORM', 'The date is YYMMDD with << for what is unknown.');
  if (text === '<<<<<<') return succeed(undefined);
  if (year === '<<') return fail('DATE_WITHOUT_YEAR', 'Month or day is known, but not the year.');
  const parts = { m: known(month), d: known(day) };
  return inCentury(Number(year), parts, rule);
}

/** `century` is lost when a reader of that day would put the year elsewhere. */
export function writeMrzDate(date: PartialDate, rule: MrzDateRule): WrittenDate {
  const text = padded(date.y % 100, '00') + padded(date.m, '<<') + padded(date.d, '<<');
  const read = parseMrzDate(text, rule);
  const isKept = read.ok && read.value?.y === date.y;
  return { text, lost: isKept ? lostDoubts(date) : [...lostDoubts(date), 'century'] };
}

/** What a zone says when no part of a date is known. */
export const UNKNOWN_MRZ_DATE = '<<<<<<';

function inCentury(year: number, parts: Pick<DateParts, 'm' | 'd'>, rule: MrzDateRule): DateResult {
  const thisYear = Number(rule.today.slice(0, 4));
  const newest = rule.kind === 'BIRTH' ? thisYear : thisYear + EXPIRY_WINDOW_YEARS;
  const y = newest - ((((newest - year) % 100) + 100) % 100);
  const date = partialDate({ y, ...parts });
  if (rule.kind === 'EXPIRY' || (date.ok && interval(date.value).from <= rule.today)) return date;
  return partialDate({ y: y - 100, ...parts });
}

const known = (part: string): number | undefined => (part === '<<' || part === '00' ? undefined : Number(part));
