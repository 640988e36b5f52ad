/** The date of birth of the EU Core Person Vocabulary 2.1.1: date, gYearMonth, gYear, or a string where none of them is enough. */
import { writeEdtf, parseEdtf } from './edtf.ts';
import type { DateResult, PartialDate, WrittenDate } from './partial-date.ts';
import { parseXmlDate, writeXmlDate, type XmlDateType } from './xml-date.ts';

export interface CorePersonDate extends WrittenDate {
  readonly type: XmlDateType | 'string';
}

/** A string holds EDTF, so that only where the date is known from can be lost. */
export function writeCorePersonDate(date: PartialDate): CorePersonDate {
  const typed = writeXmlDate(date);
  const edtf = writeEdtf(date);
  return edtf.lost.length < typed.lost.length ? { type: 'string', ...edtf } : typed;
}

export function parseCorePersonDate({ type, text }: Pick<CorePersonDate, 'type' | 'text'>): DateResult {
  return type === 'string' ? parseEdtf(text.trim()) : parseXmlDate(text);
}
