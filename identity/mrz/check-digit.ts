/** The check digit of machine readable zones. */

const ORDER = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WEIGHTS = [7, 3, 1] as const;

/** One digit over the characters of a field, with weights 7, 3, 1 repeating; fillers count as zero. Source: ICAO Doc 9303-3 4.9. */
export function checkDigit(field: string): string {
  const sum = [...field].reduce((total, sign, at) => total + valueOf(sign) * (WEIGHTS[at % WEIGHTS.length] ?? 0), 0);
  return String(sum % 10);
}

/** 0 to 9, A to Z as 10 to 35. Fillers are zero, and so is what has no place in a zone: the reader reports that by itself. */
function valueOf(sign: string): number {
  return Math.max(0, ORDER.indexOf(sign));
}
