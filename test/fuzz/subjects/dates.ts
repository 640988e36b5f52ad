/** Partial dates in every form in which they come in. What one form reads it writes again as the same date. */
import assert from 'node:assert/strict';
import { createGenerator } from '../../../generator/people.ts';
import { parseCorePersonDate } from '../../../identity/dates/core-person.ts';
import { parseDigits, writeDigits } from '../../../identity/dates/digits.ts';
import { parseEdtf, writeEdtf } from '../../../identity/dates/edtf.ts';
import { parseMrzDate } from '../../../identity/dates/mrz-date.ts';
import type { DateResult, PartialDate, WrittenDate } from '../../../identity/dates/partial-date.ts';
import { parseXmlDate, writeXmlDate } from '../../../identity/dates/xml-date.ts';
import { LINES_GRAMMAR } from '../mutators/lines.ts';
import type { Subject } from '../subject.ts';

const MAX_BYTES = 1024 * 1024;
const today = '2026-11-25';
const FORMS: readonly [(text: string) => DateResult, (date: PartialDate) => WrittenDate][] = [
  [parseEdtf, writeEdtf],
  [parseDigits, writeDigits],
  [parseXmlDate, writeXmlDate],
];
const FORMS_OF_DATES = [
  '1983',
  '1983-05',
  '1983-XX-12',
  '1983-05-12%',
  '19830000',
  '19830012',
  '830512',
  '83<<<<',
  '<<<<<<',
  '1983-05-12+02:00',
  '9999-12-31',
];
const NO_DATES = [
  ...['1983-02-29', '00000000', '0000', '198X', '1983/1985', '-0001', '1983-05-12T00:00:00Z', ' 1983 ', '1'.repeat(500_000)],
  ...['1983-'.repeat(100_000), '\u0000', '١٩٨٣', ''],
];

export async function openDates(): Promise<Subject> {
  const dates = createGenerator(13)
    .people(20)
    .map(({ dateOfBirth }) => dateOfBirth);
  return {
    seeds: [...dates, ...FORMS_OF_DATES].map((text) => Buffer.from(text)),
    hostile: NO_DATES.map((text) => Buffer.from(text)),
    grammar: LINES_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => {
      const text = document.toString('utf8');
      const read = [...FORMS.map(([parse, write]) => written(parse(text), parse, write)), ...others(text)];
      return read.includes(true);
    },
  };
}

/** Whether it is a date; a fault has a code. */
function written(result: DateResult, parse: (text: string) => DateResult, write: (date: PartialDate) => WrittenDate): boolean {
  if (!result.ok) return named(result);
  const { text, lost } = write(result.value);
  assert.deepEqual([parse(text), lost], [result, []]);
  return true;
}

function others(text: string): boolean[] {
  const zones = (['BIRTH', 'EXPIRY'] as const).map((kind) => parseMrzDate(text, { kind, today }));
  return [...zones, parseCorePersonDate({ type: 'string', text })].map((result) => result.ok || named(result));
}

function named({ fault }: { readonly fault: { readonly code: string; readonly detail: string } }): false {
  assert.ok(fault.code.startsWith('DATE_') && fault.detail !== '');
  return false;
}
