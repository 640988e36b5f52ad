/**
 * Writes a name of any known script with A to Z, space, hyphen and apostrophe, as ICAO Doc 9303-3 section 6 recommends. A letter that
 * no table has is reported, never dropped in silence.
 */
import { indexLetters, LETTER_TABLES, type LetterIndex, type LetterRow, type LetterTable, type Reading } from './letters.ts';
import { prepare } from './prepare.ts';

const LAST_LETTER_WAS_READ = /^\p{M}*(?:[^\p{L}\p{M}]|$)/u;

export interface TransliterateOptions {
  /** How Cyrillic is read; Russian where nothing is said. */
  readonly language?: Reading;
  /** 0, the default, is the recommended spelling; n takes the n-th alternative of each letter that has one. */
  readonly spelling?: number;
  readonly tables?: readonly LetterTable[];
}

export interface Transliteration {
  /** A to Z, with single spaces, hyphens and apostrophes between. */
  readonly text: string;
  /** The letters, digits and symbols that no table has, in their order, each once. */
  readonly unknown: readonly string[];
}

interface Place {
  /** What has been written of the current component. */
  readonly pieces: string[];
  readonly rest: string;
  readonly isFirst: boolean;
}

interface Step {
  readonly length: number;
  readonly text?: string;
  readonly row?: LetterRow;
  readonly unknown?: string;
}

type Rules = Required<Omit<TransliterateOptions, 'tables'>>;

const LONGEST_PAIR = 2;
/** Doc 9303-3 4.6: all other punctuation is left out. A mark that joined no letter, and belongs to no one script, is a diacritic. */
const LEFT_OUT = /^(?:\p{P}|(?=\p{M})\p{Script=Inherited})$/u;

/** Idempotent: what comes out goes through unchanged. Source: ICAO Doc 9303-3 (8th ed.) 4.6 and 6; other scripts as their tables say. */
export function transliterate(name: string, options: TransliterateOptions = {}): Transliteration {
  const index = indexLetters(options.tables ?? LETTER_TABLES);
  const rules: Rules = { language: options.language ?? 'RU', spelling: options.spelling ?? 0 };
  const pieces: string[] = [];
  const unknown = new Set<string>();
  let isFirst = true;
  for (let rest = prepare(name); rest !== '';) {
    const step = read(rest, index);
    if (step.unknown !== undefined) unknown.add(step.unknown);
    pieces.push(write(step, { pieces, rest: rest.slice(step.length), isFirst }, rules));
    isFirst = staysFirst(step, isFirst);
    rest = rest.slice(step.length);
  }
  return { text: tidy(pieces.join('')), unknown: [...unknown] };
}

/** The longest letters that a row has; else plain Latin and signs; else the letter without its last mark. */
function read(rest: string, index: LetterIndex): Step {
  for (let length = LONGEST_PAIR; length > 0; length -= 1) {
    const row = index.get(rest.slice(0, length));
    if (row !== undefined) return { length, row };
  }
  const [sign = ''] = rest;
  if (/[A-Z' -]/.test(sign)) return { length: 1, text: sign };
  if (LEFT_OUT.test(sign)) return { length: sign.length };
  return { length: sign.length, ...withoutMarks(sign, index) };
}

/** Ế has no row: its marks are taken off from the end until a letter is left that has one, or that is plain. */
function withoutMarks(letter: string, index: LetterIndex): Omit<Step, 'length'> {
  for (let parts = [...letter.normalize('NFD')].slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
    const base = parts.join('').normalize('NFC');
    const row = index.get(base);
    if (row !== undefined) return { row };
    if (/^[A-Z]$/.test(base)) return { text: base };
  }
  return { unknown: letter };
}

/** Whether the next letter begins a component: after a space or hyphen, or if only signs came since. */
function staysFirst({ text, row, unknown }: Step, wasFirst: boolean): boolean {
  if (text === ' ' || text === '-') return true;
  return wasFirst && row === undefined && unknown === undefined && (text === undefined || text === "'");
}

function write(step: Step, place: Place, rules: Rules): string {
  const { row } = step;
  if (row === undefined) return step.text ?? '';
  if (row.doubles === true) return (place.pieces.findLast((piece) => piece !== '') ?? '').replace(/^X/, '');
  return alternative(row, rules.spelling) ?? byPlace(row, place, rules) ?? row.languages?.[rules.language] ?? row.to;
}

function alternative({ alternatives = [] }: LetterRow, spelling: number): string | undefined {
  return spelling === 0 ? undefined : alternatives[Math.min(spelling, alternatives.length) - 1];
}

function byPlace(row: LetterRow, { rest, isFirst }: Place, { language }: Rules): string | undefined {
  const first = row.first?.[language] ?? row.first?.any;
  if (isFirst && first !== undefined) return first;
  return LAST_LETTER_WAS_READ.test(rest) ? row.final : beforeLetter(row, rest.slice(0, 1));
}

function beforeLetter({ before }: LetterRow, next: string): string | undefined {
  return before?.letters.includes(next) === true ? before.to : undefined;
}

function tidy(text: string): string {
  return text
    .replace(/ *-[ -]*/g, '-')
    .replace(/ +/g, ' ')
    .replace(/^[ -]+|[ -]+$/g, '');
}
