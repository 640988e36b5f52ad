/**
 * Compares partial dates as the sets of days that they may be. 1983 and 12 May 1983 overlap and agree by year; nothing is equal because
 * somebody filled in 1 January.
 */
import { daysIn, isPossible, padded, type PartialDate } from './partial-date.ts';

export interface Interval {
  /** First and last day that the date may be, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

export interface CircaRule {
  /** By how many years a date that is marked circa may be off, on either side. */
  readonly circaYears?: number;
}

/** How far "about" goes is nowhere laid down: our own choice, to be changed by who searches. */
export const CIRCA_YEARS = 1;

/** The ends of the set of days; a day without its month leaves gaps between them, which {@link overlaps} knows. */
export function interval(date: PartialDate, { circaYears = CIRCA_YEARS }: CircaRule = {}): Interval {
  const { y, m, d } = date;
  const margin = date.circa === true ? circaYears : 0;
  const [first, last] = [Math.max(1, y - margin), Math.min(9999, y + margin)];
  return { from: day(first, m ?? 1, d ?? 1), to: day(last, m ?? 12, d ?? 31) };
}

/** Whether one day can be both. Symmetric. */
export function overlaps(one: PartialDate, other: PartialDate, rule: CircaRule = {}): boolean {
  if (one.circa !== true && other.circa !== true) return isOneDayPossible(one, other);
  const [left, right] = [interval(one, rule), interval(other, rule)];
  return left.from <= right.to && right.from <= left.to;
}

/** EQUAL: the same parts are known and are the same, without circa. From where they are known does not count. */
export function compare(one: PartialDate, other: PartialDate, rule: CircaRule = {}): 'EQUAL' | 'OVERLAP' | 'DISJOINT' {
  if (!overlaps(one, other, rule)) return 'DISJOINT';
  const isExact = one.circa !== true && other.circa !== true;
  return isExact && one.y === other.y && one.m === other.m && one.d === other.d ? 'EQUAL' : 'OVERLAP';
}

/** The finest precision to which both are known and agree; undefined where they agree in nothing or cannot be one day. */
export function agreement(one: PartialDate, other: PartialDate): 'YEAR' | 'MONTH' | 'DAY' | undefined {
  if (one.y !== other.y || !isOneDayPossible(one, other)) return undefined;
  if (one.m === undefined || other.m === undefined) return 'YEAR';
  return one.d === undefined || other.d === undefined ? 'MONTH' : 'DAY';
}

/** Parts that both know are equal, and what they know together is a day of the calendar. */
function isOneDayPossible(one: PartialDate, other: PartialDate): boolean {
  const agree = (a: number | undefined, b: number | undefined): boolean => a === undefined || b === undefined || a === b;
  const isAgreed = one.y === other.y && agree(one.m, other.m) && agree(one.d, other.d);
  return isAgreed && isPossible({ y: one.y, m: one.m ?? other.m, d: one.d ?? other.d });
}

/** 29 February moved to a common year, and the 31st of a shorter month, are the last day of the month. */
function day(y: number, m: number, d: number): string {
  return `${padded(y, '0000')}-${padded(m, '00')}-${padded(Math.min(d, daysIn(y, m)), '00')}`;
}
