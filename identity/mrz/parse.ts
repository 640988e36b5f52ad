/** Reads machine readable zones of all five formats. What cannot be right is told in a list of faults; nothing is thrown. */
import { parseMrzDate, type MrzDateRule } from '../dates/mrz-date.ts';
import type { PartialDate } from '../dates/partial-date.ts';
import { findWrongDigits } from './checks.ts';
import { readDocumentNumber, type ReadNumber } from './document-number.ts';
import { formatOf, LAYOUTS, readSpan, type CheckedField, type Layout, type MrzField, type MrzFormat, type Span } from './formats.ts';
import { readNameField, type ReadNames } from './name-field.ts';
import { readState, type MrzState } from './states.ts';

export interface MrzFields extends ReadNames {
  readonly format: MrzFormat;
  readonly documentCode: string;
  readonly issuer: MrzState;
  readonly documentNumber: string;
  readonly nationality: MrzState;
  /** X is unspecified: a filler in the zone, an X in print. */
  readonly sex: 'M' | 'F' | 'X';
  /** Absent where wholly unknown, or no date. */
  readonly birth?: PartialDate;
  readonly expiry?: PartialDate;
  /** Without fillers at its end and without what continues the document number. */
  readonly optional: string;
  /** Only TD1 has a second field. */
  readonly optional2?: string;
}

/** CHECK_DIGIT: a digit is not that of its field. CHARACTER: not A to Z, 0 to 9, `<`. FORM: no lines of a known format. */
export type MrzFaultCode = 'MRZ_FORM' | 'MRZ_CHARACTER' | 'MRZ_CHECK_DIGIT' | 'MRZ_DATE' | 'MRZ_SEX' | 'MRZ_NAME';

export interface MrzFault {
  readonly code: MrzFaultCode;
  readonly field?: MrzField | CheckedField;
  /** Line and position of the first character in question, from one, as the standard counts. */
  readonly line?: number;
  readonly position?: number;
  /** Never holds what was read, save single check digits. */
  readonly detail: string;
}

export interface MrzReading {
  /** Absent with MRZ_FORM only. */
  readonly fields?: MrzFields;
  /** Empty when everything agrees. */
  readonly faults: readonly MrzFault[];
}

export interface MrzRule {
  /** The day of reading, `YYYY-MM-DD`: two digits of a year have no century without it. */
  readonly today: string;
}

/** Lines as a text with line ends, as a list, or all in one; lower case will do. Source: ICAO Doc 9303-3 section 4, parts 4 to 7. */
export function parseMrz(zone: string | readonly string[], rule: MrzRule): MrzReading {
  const lines = toLines(zone);
  const format = formatOf(lines);
  if (format === undefined) return { faults: [{ code: 'MRZ_FORM', detail: 'The lines are not those of TD1, TD2, TD3, MRV-A or MRV-B.' }] };
  const layout = LAYOUTS[format];
  const number = readDocumentNumber(lines, layout);
  const [birth, expiry] = [readDate(lines, layout, { ...rule, kind: 'BIRTH' }), readDate(lines, layout, { ...rule, kind: 'EXPIRY' })];
  return {
    fields: { format, ...readPlain(lines, layout), ...ofNumber(number), ...present({ birth: birth.date, expiry: expiry.date }) },
    faults: [
      ...plainFaults(lines, layout),
      ...numberFaults(number, layout),
      ...digitFaults(lines, layout),
      ...birth.faults,
      ...expiry.faults,
    ],
  };
}

const SEXES: Readonly<Record<string, MrzFields['sex']>> = { M: 'M', F: 'F', '<': 'X' };
/** Widths of zones that came without line ends. */
const RUN_TOGETHER: Readonly<Record<number, number>> = { 90: 30, 72: 36, 88: 44 };

function toLines(zone: string | readonly string[]): string[] {
  const lines = (typeof zone === 'string' ? zone.split(/[\r\n]+/) : [...zone]).map((line) => line.trim().toUpperCase());
  const written = lines.filter((line) => line !== '');
  const [only = ''] = written;
  const width = written.length === 1 ? RUN_TOGETHER[only.length] : undefined;
  return width === undefined ? written : (only.match(new RegExp(`.{${width}}`, 'g')) ?? []);
}

function readPlain(lines: readonly string[], { fields }: Layout): Omit<MrzFields, 'format' | 'documentNumber' | 'optional'> {
  const read = (span: Span): string => readSpan(lines, span);
  return {
    documentCode: trimmed(read(fields.documentCode)),
    issuer: readState(read(fields.issuer)),
    ...readNameField(read(fields.name)),
    nationality: readState(read(fields.nationality)),
    sex: SEXES[read(fields.sex)] ?? 'X',
    ...(fields.optional2 === undefined ? {} : { optional2: trimmed(read(fields.optional2)) }),
  };
}

const ofNumber = ({ number, optional }: ReadNumber): Pick<MrzFields, 'documentNumber' | 'optional'> => ({
  documentNumber: number,
  optional,
});

function readDate(lines: readonly string[], layout: Layout, rule: MrzDateRule): { date: PartialDate | undefined; faults: MrzFault[] } {
  const field = rule.kind === 'BIRTH' ? 'birth' : 'expiry';
  const span = layout.fields[field];
  const result = parseMrzDate(readSpan(lines, span), rule);
  if (result.ok) return { date: result.value, faults: [] };
  return { date: undefined, faults: [{ code: 'MRZ_DATE', field, ...place(span), detail: result.fault.detail }] };
}

function plainFaults(lines: readonly string[], { fields }: Layout): MrzFault[] {
  const foreign = lines.flatMap((line, index) =>
    [...line.matchAll(/[^A-Z0-9<]/gu)].map(({ index: at }): MrzFault => {
      return { code: 'MRZ_CHARACTER', line: index + 1, position: at + 1, detail: 'A zone holds A to Z, 0 to 9 and < only.' };
    }),
  );
  const sex = SEXES[readSpan(lines, fields.sex)] === undefined ? [fault('MRZ_SEX', 'sex', fields.sex)] : [];
  const name = /^[A-Z]+(<{1,2}[A-Z]+)*<*$/.test(readSpan(lines, fields.name)) ? [] : [fault('MRZ_NAME', 'name', fields.name)];
  return [...foreign, ...sex, ...name];
}

const DETAILS = { MRZ_SEX: 'Sex is M, F or <.', MRZ_NAME: 'A name is components of letters, begins with one, and has no digit.' } as const;

const fault = (code: keyof typeof DETAILS, field: MrzField, span: Span): MrzFault => ({
  code,
  field,
  ...place(span),
  detail: DETAILS[code],
});

function numberFaults({ found, right }: ReadNumber, layout: Layout): MrzFault[] {
  return right.includes(found) ? [] : [wrongDigit('documentNumber', layout.checks.documentNumber.digit, `${found}, not ${right[0] ?? ''}`)];
}

function digitFaults(lines: readonly string[], layout: Layout): MrzFault[] {
  return findWrongDigits(lines, layout).map(({ field, digit, expected, found }) => wrongDigit(field, digit, `${found}, not ${expected}`));
}

const wrongDigit = (field: CheckedField, span: Span, what: string): MrzFault => ({
  code: 'MRZ_CHECK_DIGIT',
  field,
  ...place(span),
  detail: `The check digit is ${what}.`,
});

const place = ({ line, from }: Span): { line: number; position: number } => ({ line, position: from });
const trimmed = (field: string): string => field.replace(/<+$/, '');

function present(dates: { birth: PartialDate | undefined; expiry: PartialDate | undefined }): Pick<MrzFields, 'birth' | 'expiry'> {
  const { birth, expiry } = dates;
  return { ...(birth === undefined ? {} : { birth }), ...(expiry === undefined ? {} : { expiry }) };
}
