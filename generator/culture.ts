/**
 * How a culture names people: its names in their own script with the Latin form that stands in a passport, and the custom
 * by which given, middle, father's and family names make a full name. Plain data; the lists are common names only.
 */
import type { Random } from './random.ts';

/** A name in its own script and in the Latin form of travel documents. */
export interface Name {
  readonly original: string;
  readonly latin: string;
}

export type NameList = readonly [Name, ...Name[]];

/** A family name; cultures that inflect it give a form for each sex. */
export interface FamilyName {
  readonly M: Name;
  readonly F: Name;
}

export type FamilyNameList = readonly [FamilyName, ...FamilyName[]];

export interface Culture {
  readonly code: string;
  /** ISO 15924 code of the script that names are written in at home. */
  readonly script: string;
  /** Usual citizenships, ISO 3166-1 alpha-3. */
  readonly citizenships: readonly [string, ...string[]];
  readonly order: 'given-first' | 'family-first';
  readonly given: { readonly M: NameList; readonly F: NameList };
  readonly family: FamilyNameList;
  /** Middle names that stand between family and given name (Vietnam). */
  readonly middle?: { readonly M: NameList; readonly F: NameList };
  /** The father's name as a further name: a patronymic form, or the father's given name itself. */
  readonly fathersName?: (fathers: Name, sex: 'M' | 'F') => Name | undefined;
  /** Share of people who have one name only. */
  readonly oneName?: number;
  /** Share of people whose papers say 1 January because nobody recorded the day. */
  readonly firstOfJanuary?: number;
  readonly birthplaces: NameList;
  /** A passport number in the manner of the country. */
  readonly passport: (random: Random) => string;
}

/** Reads `original=latin` pairs parted by spaces or line ends; one word alone is already Latin. `_` stands for a space. */
export function names(list: string): NameList {
  const [first, ...rest] = list.trim().split(/\s+/).map(readName);
  if (first === undefined) throw new RangeError('a list of names must not be empty');
  return [first, ...rest];
}

/** Reads family names; `man/woman` gives a form for each sex, each written as in {@link names}. */
export function families(list: string): FamilyNameList {
  const [first, ...rest] = list.trim().split(/\s+/).map(readFamily);
  if (first === undefined) throw new RangeError('a list of family names must not be empty');
  return [first, ...rest];
}

/** Fills a pattern: `A` is a letter, `9` a digit, anything else stands for itself. */
export function numbered(pattern: string): (random: Random) => string {
  return (random) =>
    pattern.replace(/[A9]/g, (sign) => (sign === '9' ? String(random.between(0, 9)) : String.fromCharCode(65 + random.between(0, 25))));
}

function readName(entry: string): Name {
  const [original = '', latin = original] = entry.replaceAll('_', ' ').split('=');
  return { original, latin };
}

function readFamily(entry: string): FamilyName {
  const [man = '', woman = man] = entry.split('/');
  return { M: readName(man), F: readName(woman) };
}
