/** Partial dates in the types of XML Schema (xsd:date, xsd:gYearMonth, xsd:gYear), by which NIEM, UMF and Core Person tell precision. */
import { fail } from '../result.ts';
import { lostDoubts, padded, partialDate, type DateResult, type PartialDate, type WrittenDate } from './partial-date.ts';

export type XmlDateType = 'date' | 'gYearMonth' | 'gYear';

export interface XmlDate extends WrittenDate {
  readonly type: XmlDateType;
}

const XML_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|[+-]\d{2}:\d{2})?$/;

/** Any of the three types; a time zone is read over, for a day of birth has none. */
export function parseXmlDate(text: string): DateResult {
  const [, year, month, day] = XML_DATE.exec(text.trim()) ?? [];
  if (year === undefined) return fail('DATE_FORM', 'The date is no xsd:date, xsd:gYearMonth or xsd:gYear.');
  return partialDate({ y: Number(year), m: asNumber(month), d: asNumber(day) });
}

/** The most precise type that the date has; a day without its month is lost, as are doubts. */
export function writeXmlDate(date: PartialDate): XmlDate {
  const { y, m, d } = date;
  const year = padded(y, '0000');
  const lost = lostDoubts(date);
  if (m === undefined) return { type: 'gYear', text: year, lost: d === undefined ? lost : [...lost, 'day'] };
  const month = `${year}-${padded(m, '00')}`;
  return d === undefined ? { type: 'gYearMonth', text: month, lost } : { type: 'date', text: `${month}-${padded(d, '00')}`, lost };
}

const asNumber = (part: string | undefined): number | undefined => (part === undefined ? undefined : Number(part));
