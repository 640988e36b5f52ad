/** Computes and verifies the check digits of a zone, save that of the document number, which has rules of its own. */
import { checkDigit } from './check-digit.ts';
import { readSpan, writeSpan, type Check, type CheckedField, type Layout, type Span } from './formats.ts';

export interface WrongDigit {
  readonly field: CheckedField;
  readonly digit: Span;
  readonly expected: string;
  readonly found: string;
}

export function findWrongDigits(lines: readonly string[], layout: Layout): WrongDigit[] {
  return checksOf(layout).flatMap(([field, check]) => {
    const [found, expected] = [readSpan(lines, check.digit), digitOver(lines, check)];
    const isRight = found === expected || (check.mayBeFiller === true && found === '<' && isEmpty(lines, check));
    return isRight ? [] : [{ field, digit: check.digit, expected, found }];
  });
}

/** The lines with their check digits, the composite last, for it counts the others. */
export function writeCheckDigits(lines: readonly string[], layout: Layout): string[] {
  return checksOf(layout).reduce<string[]>((zone, [, check]) => writeSpan(zone, check.digit, digitOver(zone, check)), [...lines]);
}

function checksOf({ checks }: Layout): [CheckedField, Check][] {
  const order = ['birth', 'expiry', 'optional', 'composite'] as const;
  return order.flatMap((field): [CheckedField, Check][] => (checks[field] === undefined ? [] : [[field, checks[field]]]));
}

const digitOver = (lines: readonly string[], { over }: Check): string => checkDigit(over.map((span) => readSpan(lines, span)).join(''));
const isEmpty = (lines: readonly string[], { over }: Check): boolean => over.every((span) => /^<*$/.test(readSpan(lines, span)));
