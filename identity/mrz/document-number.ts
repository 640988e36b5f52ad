/**
 * Document numbers in a zone. On cards (TD1, TD2) a number of more than nine characters goes on in the optional data: a filler stands in
 * place of the check digit, and the rest of the number, its check digit and a filler begin the optional data (ICAO Doc 9303-5 note j).
 */
import { checkDigit } from './check-digit.ts';
import { readSpan, writeSpan, type Layout } from './formats.ts';

export interface ReadNumber {
  /** Without fillers at its end. */
  readonly number: string;
  /** The digit that stands there, and those that would be right. */
  readonly found: string;
  readonly right: readonly string[];
  /** The optional data without what belongs to the number. */
  readonly optional: string;
}

const PRINCIPAL = 9;

export function readDocumentNumber(lines: readonly string[], layout: Layout): ReadNumber {
  const field = readSpan(lines, layout.fields.documentNumber);
  const found = readSpan(lines, layout.checks.documentNumber.digit);
  const optional = readSpan(lines, layout.fields.optional);
  const [, rest, digit] = /^([A-Z0-9]+)([A-Z0-9])(?:<|$)/.exec(optional) ?? [];
  if (!layout.isNumberContinued || found !== '<' || rest === undefined || digit === undefined)
    return { number: trimmed(field), found, right: [checkDigit(field)], optional: trimmed(optional) };
  // Some States count the filler in place of the check digit, some do not; the standard says not.
  const right = [checkDigit(field + rest), checkDigit(`${field}<${rest}`)];
  return { number: trimmed(field) + rest, found: digit, right, optional: trimmed(optional.slice(rest.length + 2)) };
}

/** The lines with number, check digit and optional data; undefined where they do not fit. */
export function writeDocumentNumber(
  lines: readonly string[],
  { number, optional }: Pick<ReadNumber, 'number' | 'optional'>,
  layout: Layout,
): string[] | undefined {
  const { fields, checks } = layout;
  const isLong = number.length > PRINCIPAL;
  const rest = isLong ? `${number.slice(PRINCIPAL)}${checkDigit(number)}<${optional}`.replace(/<+$/, '<') : optional;
  const room = fields.optional.to - fields.optional.from + 1;
  if ((isLong && !layout.isNumberContinued) || rest.length > room) return undefined;
  const field = number.slice(0, PRINCIPAL);
  const withNumber = writeSpan(lines, fields.documentNumber, field);
  const withDigit = writeSpan(withNumber, checks.documentNumber.digit, isLong ? '<' : checkDigit(field));
  return writeSpan(withDigit, fields.optional, rest);
}

const trimmed = (field: string): string => field.replace(/<+$/, '');
