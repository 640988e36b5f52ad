/**
 * Dates of birth as papers really give them, in EDTF: whole days, a year alone, a year and month, `X` for what nobody
 * knows, `?` and `~` for doubt, and the 1 January that stands for an unknown day.
 */
import type { Culture } from './culture.ts';
import type { Random } from './random.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** One date of birth; about one in five is partial or doubtful. */
export function drawBirthDate(random: Random, culture: Culture): string {
  const year = String(random.between(1946, 2012));
  const month = two(random.between(1, 12));
  if (random.chance(culture.firstOfJanuary ?? 0.01)) return `${year}-01-01`;
  const form = random.next();
  if (form < 0.07) return year;
  if (form < 0.11) return `${year}-XX-XX`;
  if (form < 0.14) return `${year}-${month}`;
  if (form < 0.16) return `${year}-${month}-XX`;
  if (form < 0.18) return `${year}?`;
  if (form < 0.2) return `${year}~`;
  return `${year}-${month}-${two(random.between(1, daysIn(Number(year), Number(month))))}`;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
