/** Partial dates in EDTF (ISO 8601-2), the form of the hub's own messages: `1983`, `1983-05`, `1983-XX-12`, `1983~`. */
import { fail } from '../result.ts';
import { padded, partialDate, type DateResult, type PartialDate, type WrittenDate } from './partial-date.ts';

const EDTF = /^(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?$/;

/**
 * Reads levels 0 and 1 as far as they are one date: `?` is PROBABLE, `~` is circa, `%` both. Decades (`198X`), intervals and seasons are
 * DATE_FORM.
 */
export function parseEdtf(text: string): DateResult {
  const [, year, month, day, doubt] = EDTF.exec(text) ?? [];
  if (year === undefined) return fail('DATE_FORM', 'An EDTF date is YYYY, YYYY-MM or YYYY-MM-DD, with XX for what is unknown.');
  return partialDate({
    y: Number(year),
    m: known(month),
    d: known(day),
    basis: doubt === '?' || doubt === '%' ? 'PROBABLE' : undefined,
    circa: doubt === '~' || doubt === '%',
  });
}

/** The shortest form. EDTF has no word for DOCUMENT and DECLARED. */
export function writeEdtf(date: PartialDate): WrittenDate {
  const { y, m, d, basis, circa } = date;
  const isProbable = basis === 'PROBABLE';
  const doubt = isProbable && circa === true ? '%' : isProbable ? '?' : circa === true ? '~' : '';
  const parts = [
    padded(y, '0000'),
    ...(m === undefined && d === undefined ? [] : [padded(m, 'XX')]),
    ...(d === undefined ? [] : [padded(d, 'XX')]),
  ];
  return { text: parts.join('-') + doubt, lost: basis === undefined || isProbable ? [] : ['basis'] };
}

const known = (part: string | undefined): number | undefined => (part === undefined || part === 'XX' ? undefined : Number(part));
