/** The law over the tables of letters: every letter, in every language, place and spelling, is written as the alphabets have it. */
import type { LetterTable, Reading } from '../../identity/names/letters.ts';
import { transliterate } from '../../identity/names/transliterate.ts';
import * as typed from './alphabets.ts';

type Letters = ReadonlyMap<string, string>;

interface Script {
  /** Between others, where nothing else is said. */
  readonly letters: Letters;
  readonly first?: Letters;
  readonly last?: Letters;
  readonly languages?: Readonly<Record<Reading, Letters>>;
  readonly firstInLanguages?: Readonly<Partial<Record<Reading, Letters>>>;
  readonly alternatives: ReadonlyMap<string, readonly string[]>;
  /** Whole texts, and how they are written. */
  readonly texts?: readonly (readonly [string, string, Reading?])[];
}

const written = (line: string): [string, string[]][] =>
  line.split(', ').map((entry) => {
    const [letter = '', ...spellings] = entry.split(' ');
    const isCode = /^[0-9A-F]{4}$/.test(letter);
    return [isCode ? String.fromCodePoint(parseInt(letter, 16)) : letter, spellings];
  });
const lettersOf = (...lines: readonly string[]): Letters =>
  new Map(lines.flatMap(written).map(([letter, [latin = '']]): [string, string] => [letter, latin]));
const spellingsOf = (line: string): Script['alternatives'] => new Map(written(line));

const latin: Letters = new Map([
  ...Object.entries(typed.LATIN_BY_TARGET).flatMap(([to, from]) => [...from].map((letter): [string, string] => [letter, to])),
  ...lettersOf(typed.LATIN_BY_PRACTICE),
]);

function voicelessTexts(): [string, string][] {
  const { letters, others, read } = typed.GREEK_VOICELESS;
  const [greek, hard] = [lettersOf(typed.GREEK), lettersOf(read)];
  const before = (after: string, pairs: Letters): [string, string][] =>
    [...hard.keys()].flatMap((pair) =>
      [...after].map((letter): [string, string] => [`A${pair}${letter}A`, `A${pairs.get(pair) ?? ''}${greek.get(letter) ?? ''}A`]),
    );
  return [...before(letters, hard), ...before(others, greek)];
}

/** By ISO 15924, as the tables are. */
const SCRIPTS: Readonly<Record<string, Script>> = {
  Latn: { letters: latin, alternatives: spellingsOf(typed.LATIN_ALTERNATIVES) },
  Cyrl: {
    letters: lettersOf(typed.CYRILLIC, typed.CYRILLIC_BY_PRACTICE),
    languages: Object.fromEntries(
      Object.entries(typed.CYRILLIC_BY_LANGUAGE).map(([language, line]) => [language, lettersOf(line)]),
    ) as Record<Reading, Letters>,
    firstInLanguages: { UA: lettersOf(typed.UKRAINIAN_FIRST) },
    alternatives: spellingsOf(typed.CYRILLIC_ALTERNATIVES),
    texts: typed.CYRILLIC_ALPHABETS.map(([language, text, expected]) => [text, expected, language]),
  },
  Grek: {
    letters: lettersOf(typed.GREEK),
    first: lettersOf(typed.GREEK_AT_EDGES),
    last: lettersOf(typed.GREEK_AT_EDGES, typed.GREEK_VOICELESS.read),
    alternatives: spellingsOf(typed.GREEK_ALTERNATIVES),
    texts: voicelessTexts(),
  },
  Geor: { letters: lettersOf(typed.GEORGIAN), alternatives: new Map() },
  Armn: {
    letters: lettersOf(typed.ARMENIAN),
    first: lettersOf(typed.ARMENIAN_FIRST),
    alternatives: spellingsOf(typed.ARMENIAN_ALTERNATIVES),
  },
  Arab: {
    letters: lettersOf(typed.ARABIC),
    last: lettersOf(typed.ARABIC_LAST),
    alternatives: spellingsOf(typed.ARABIC_ALTERNATIVES),
    texts: typed.ARABIC_DOUBLED,
  },
};
const DOUBLING = new Set(['\u0651']);

/** What is wrong first, or undefined. */
export function misreadLetter(script: string, tables: readonly LetterTable[]): string | undefined {
  const alphabet = SCRIPTS[script];
  if (alphabet === undefined) return `no alphabet of ${script}`;
  for (const { text, expected, ...options } of readings(alphabet)) {
    const read = transliterate(text, { ...options, tables });
    if (read.text !== expected || read.unknown.length > 0) return `${text} ${JSON.stringify(options)}: ${read.text}, not ${expected}`;
  }
  return undefined;
}

/** A row may be of a letter that never gets to its table; what it says must be right all the same, and no letter may be unknown to us. */
export function wrongRow({ script, rows }: LetterTable): string | undefined {
  const letters = SCRIPTS[script]?.letters;
  return rows.find(({ from, to }) => (DOUBLING.has(from) ? to !== '' : letters?.get(from) !== to))?.from;
}

interface LetterReading {
  readonly text: string;
  readonly expected: string;
  readonly language?: Reading;
  readonly spelling?: number;
}

const known = new Map<Script, readonly LetterReading[]>();

function readings(script: Script): readonly LetterReading[] {
  const made = known.get(script) ?? [...textsOf(script), ...[...script.letters].flatMap((letter) => readingsOf(script, letter))];
  known.set(script, made);
  return made;
}

const textsOf = ({ texts = [] }: Script): LetterReading[] =>
  texts.map(([text, expected, language]) => ({ text, expected, ...(language === undefined ? {} : { language }) }));

function readingsOf(script: Script, letter: readonly [string, string]): LetterReading[] {
  const languages = Object.keys(script.languages ?? {}) as Reading[];
  return [undefined, ...languages].flatMap((language) => placesOf(script, letter, language)).concat(spelled(script, letter));
}

function placesOf(script: Script, [letter, latinLetters]: readonly [string, string], language?: Reading): LetterReading[] {
  const { first, last, languages, firstInLanguages } = script;
  const of = (by?: Readonly<Partial<Record<Reading, Letters>>>): string | undefined =>
    language === undefined ? undefined : by?.[language]?.get(letter);
  const between = of(languages) ?? latinLetters;
  const atStart = of(firstInLanguages) ?? first?.get(letter) ?? between;
  const option = language === undefined ? {} : { language };
  return [
    { text: `A${letter}A`, expected: `A${between}A`, ...option },
    { text: `${letter}A`, expected: `${atStart}A`, ...option },
    { text: `A${letter}`, expected: `A${last?.get(letter) ?? between}`, ...option },
  ];
}

/** The last spelling stands for all behind it; a letter without any is written as ever. */
function spelled({ alternatives }: Script, [letter, latinLetters]: readonly [string, string]): LetterReading[] {
  const [one = latinLetters, two = one] = alternatives.get(letter) ?? [];
  return [one, two].map((to, index) => ({ text: `A${letter}A`, expected: `A${to}A`, spelling: index + 1 }));
}
