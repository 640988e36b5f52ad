/**
 * Synthetic people with the names, scripts, papers and gaps of the real world and nobody's real data: common names are
 * combined by a seed. The same seed gives the same people, in the same order, on every machine.
 */
import { drawBirthDate } from './birth-date.ts';
import type { Culture, Name } from './culture.ts';
import { CULTURES } from './cultures/all.ts';
import { createRandom, type Random } from './random.ts';
import { drawDocuments, type TravelDocument } from './travel-document.ts';

export interface WrittenName {
  /** The family name, or the only name of a person who has one. */
  readonly surname: string;
  /** Given and middle names; absent with one-name persons. */
  readonly forename?: string;
  /** As the person writes it at home, in the order of the culture, with the father's name where that is custom. */
  readonly full: string;
}

export interface SyntheticPerson {
  readonly culture: string;
  /** As in the machine readable zone: Latin letters, spaces and hyphens. */
  readonly latin: WrittenName;
  /** In the script of the culture (ISO 15924). */
  readonly original: WrittenName & { readonly script: string };
  readonly sex: 'M' | 'F' | 'X' | 'U';
  /** ISO 3166-1 alpha-3, or XXA (stateless), XXB (refugee). */
  readonly citizenships: readonly string[];
  /** EDTF, often partial. */
  readonly dateOfBirth: string;
  readonly placeOfBirth: Name;
  readonly documents: readonly TravelDocument[];
}

export interface Generator {
  /** The next person of the seed. */
  person(): SyntheticPerson;
  /** The next `count` persons. */
  people(count: number): SyntheticPerson[];
}

export function createGenerator(seed: number): Generator {
  const random = createRandom(seed);
  const person = (): SyntheticPerson => drawPerson(random, random.pick(CULTURES));
  return { person, people: (count) => Array.from({ length: count }, person) };
}

function drawPerson(random: Random, culture: Culture): SyntheticPerson {
  const grammatical = random.chance(0.6) ? 'M' : 'F';
  const parts = drawName(random, culture, grammatical);
  const citizenship = random.pick(culture.citizenships);
  return {
    culture: culture.code,
    latin: written(parts, culture.order, 'latin'),
    original: { ...written(parts, culture.order, 'original'), script: culture.script },
    sex: random.chance(0.01) ? random.pick(['X', 'U']) : grammatical,
    citizenships: random.chance(0.03) && citizenship !== 'UKR' ? [citizenship, 'UKR'] : [citizenship],
    dateOfBirth: drawBirthDate(random, culture),
    placeOfBirth: random.pick(culture.birthplaces),
    documents: drawDocuments(random, culture, citizenship),
  };
}

interface NameParts {
  readonly family: Name | undefined;
  readonly given: Name;
  readonly middle: Name | undefined;
  readonly fathers: Name | undefined;
}

function drawName(random: Random, culture: Culture, sex: 'M' | 'F'): NameParts {
  const given = random.pick(culture.given[sex]);
  if (random.chance(culture.oneName ?? 0)) return { given, family: undefined, middle: undefined, fathers: undefined };
  const family = random.pick(culture.family)[sex];
  const middle = culture.middle === undefined ? undefined : random.pick(culture.middle[sex]);
  const fathers = culture.fathersName?.(random.pick(culture.given.M), sex);
  return { given, family, middle, fathers };
}

function written(parts: NameParts, order: Culture['order'], form: 'latin' | 'original'): WrittenName {
  const { family, given, middle, fathers } = parts;
  if (family === undefined) return { surname: given[form], full: given[form] };
  const join = (...names: (Name | undefined)[]): string => {
    let text = '';
    for (const name of names) if (name !== undefined) text += text === '' ? name[form] : ` ${name[form]}`;
    return text;
  };
  const full = order === 'family-first' ? join(family, middle, given) : join(given, fathers, family);
  return { surname: family[form], forename: join(middle, given), full };
}
