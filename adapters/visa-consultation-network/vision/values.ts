/** How single values stand in a heading of the VISION form: text, dates of eight digits, codes, and several fields in one. Pure. */
import { transliterate } from '../../../identity/names/transliterate.ts';
import { broken } from '../broken-form.ts';
import { inLatin9 } from '../charset.ts';
import type { Codes, TableName } from '../codes.ts';

export interface Format {
  /** Undefined when the heading has no way to say the value: then it is left out. */
  write(value: unknown, codes: Codes): string | undefined;
  /** Throws BrokenForm. */
  read(text: string, codes: Codes): unknown;
  /** Several fields, each transliterated and cut by itself. */
  readonly isComposite?: boolean;
}

export const text: Format = { write: String, read: (value) => value };

export const alphanumeric: Format = {
  write: (value) => (/^[A-Za-z0-9]+$/.test(String(value)) ? String(value) : undefined),
  read: (value) => {
    if (!/^[A-Za-z0-9]+$/.test(value)) throw broken('a reference has other signs than letters and digits');
    return value;
  },
};

export const country: Format = {
  write: String,
  read: (value) => {
    if (!/^[A-Z]{3}$/.test(value)) throw broken('a code of a state has not three letters');
    return value;
  },
};

/** `YYYYMMDD`. */
export const date: Format = {
  write: (value) => String(value).slice(0, 10).replaceAll('-', ''),
  read: (value) => {
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(value) ?? [];
    if (year === undefined) throw broken('a date has not the form YYYYMMDD');
    return `${year}-${month}-${day}`;
  },
};

/** The form says a day only; an instant is read back as its first moment, so that none is made up. */
export const dayOfInstant: Format = {
  write: (value) => date.write(new Date(String(value)).toISOString(), NO_CODES),
  read: (value) => `${String(date.read(value, NO_CODES))}T00:00:00Z`,
};

/** Partial dates: zeros for what is unknown, as SIS writes them too. */
export const edtf: Format = {
  write: (value) => {
    const [year = '', month = '00', day = '00'] = String(value)
      .replace(/[?~%]$/, '')
      .split('-');
    return `${year}${month}${day}`.replaceAll('X', '0');
  },
  read: (value) => {
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(value) ?? [];
    if (year === undefined || month === undefined || day === undefined) throw broken('a date has not the form YYYYMMDD');
    if (day === '00') return month === '00' ? year : `${year}-${month}`;
    return `${year}-${month === '00' ? 'XX' : month}-${day}`;
  },
};

export const integer: Format = {
  write: String,
  read: (value) => {
    if (!/^\d{1,4}$/.test(value)) throw broken('a number is none');
    return Number(value);
  },
};

export const flag: Format = {
  write: (value) => (value === true ? 'Y' : 'N'),
  read: (value) => {
    if (value !== 'Y' && value !== 'N') throw broken('a flag is neither Y nor N');
    return value === 'Y';
  },
};

export const code = (table: TableName): Format => ({
  write: (value, codes) => codes.wire(table, value),
  read: (value, codes) => codes.word(table, value),
});

const TRANSLITERATED = /^(?=.*[A-Z])[A-Z'](?:[A-Z' -]*[A-Z'])?$/;

/** One spelling of a name: as the travel document has it, else as it is written in Latin letters, else transliterated by ICAO Doc 9303-3. */
export const name: Format = {
  write: (value) => {
    const { transliterated, original = '', script } = value as { transliterated?: string; original?: string; script?: string };
    if (transliterated !== undefined) return transliterated;
    return script === 'Latn' ? original : transliterate(original).text || undefined;
  },
  read: (value) => (TRANSLITERATED.test(value) ? { transliterated: value } : { original: value, script: 'Latn' }),
};

/** Field, format, and the longest text that the canonical form takes there. */
type Part = readonly [key: string, format: Format, max?: number];

const LONGEST_PART = 200;

/** Several fields in one heading: `DEU;Central authority`, a backslash before `;` and `\`. Ours, not public. */
export const fields = (parts: readonly Part[]): Format => ({
  isComposite: true,
  write: (value, codes) => {
    const said = parts.map(([key, format, max = LONGEST_PART]) => {
      const field = (value as Record<string, unknown>)[key];
      return field === undefined ? '' : escaped(cut(inLatin9(format.write(field, codes) ?? '').text, max));
    });
    return said.join(';').replace(/(?<!\\);+$/, '');
  },
  read: (value, codes) => {
    const said = split(value);
    if (said.length > parts.length) throw broken('a heading has more fields than it may');
    const pairs = parts.flatMap(([key, format], index) => {
      const field = said[index] ?? '';
      return field === '' ? [] : [[key, format.read(field, codes)] as const];
    });
    return Object.fromEntries(pairs);
  },
});

/** What has no name of its own is called by its state. */
export const named = (format: Format): Format => ({
  ...format,
  read: (value, codes) => {
    const { country: state, ...rest } = format.read(value, codes) as Record<string, unknown>;
    return { country: state, name: state, ...rest };
  },
});

export const cut = (value: string, max: number): string => [...value].slice(0, max).join('');

const escaped = (value: string): string => value.replaceAll(/[\\;]/g, '\\$&');

const split = (value: string): string[] =>
  [...value.matchAll(/((?:[^\\;]|\\.)*)(?:;|$)/gsu)]
    .map(([, field = '']) => field.replaceAll(/\\(.)/gsu, '$1'))
    .slice(0, (value.match(/(?<!\\)(?:\\\\)*;/g) ?? []).length + 1);

const NO_CODES = { letters: {}, wire: () => '', word: () => '' } satisfies Codes;
