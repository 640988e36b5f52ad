/** Partial dates as eight digits with zeros for what is unknown (`19830000`, `19830500`), as interfaces of SIS and VIS have them. */
import { fail } from '../result.ts';
import { lostDoubts, padded, partialDate, type DateResult, type PartialDate, type WrittenDate } from './partial-date.ts';

const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;

/** What such an interface says when no part of a date is known: inside the hub there is then no date at all. */
export const UNKNOWN_DIGITS = '00000000';

/** DATE_WITHOUT_YEAR for `0000…`. */
export function parseDigits(text: string): DateResult {
  const [, year = '', month = '', day = ''] = DIGITS.exec(text) ?? [];
  if (year === '') return fail('DATE_FORM', 'The date is eight digits, YYYYMMDD.');
  if (year === '0000') return fail('DATE_WITHOUT_YEAR', 'The year is missing.');
  return partialDate({ y: Number(year), m: known(month), d: known(day) });
}

/** Doubts cannot be carried. */
export function writeDigits(date: PartialDate): WrittenDate {
  return { text: padded(date.y, '0000') + padded(date.m, '00') + padded(date.d, '00'), lost: lostDoubts(date) };
}

const known = (part: string): number | undefined => (part === '00' ? undefined : Number(part));
