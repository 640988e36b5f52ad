/** Says whether two names are the same, may be the same in another spelling, or differ. A help for people, never a decision. */
import { skeleton } from './folding.ts';
import { searchKeys } from './search-keys.ts';
import { transliterate, type TransliterateOptions } from './transliterate.ts';

export type NameAgreement = 'SAME' | 'VARIANT' | 'DIFFERENT';

export interface PersonName {
  /** The family name, or the only name. */
  readonly surname: string;
  readonly forename?: string;
}

/**
 * SAME: the recommended Latin forms are equal, signs and spaces apart. VARIANT: they meet in a search key, or, if only one of them is in
 * Arabic script, their consonants are equal. Symmetric.
 */
export function sameName(one: string, other: string, options: TransliterateOptions = {}): NameAgreement {
  const [left, right] = [letters(one, options), letters(other, options)];
  if (left === '' || right === '') return 'DIFFERENT';
  if (left === right) return 'SAME';
  return meets(one, other, options) ? 'VARIANT' : 'DIFFERENT';
}

/**
 * Compares surname with surname and forename with forename, then crosswise, then both written in one, for many naming customs have no
 * such parts. The best agreement counts.
 */
export function sameFullName(one: PersonName, other: PersonName, options: TransliterateOptions = {}): NameAgreement {
  const compare = (left: string, right: string): NameAgreement => sameName(left, right, options);
  const both = (surnames: NameAgreement, forenames: NameAgreement): NameAgreement => worse(surnames, forenames);
  const [given, otherGiven] = [one.forename ?? '', other.forename ?? ''];
  const orders = [compare(`${one.surname} ${given}`, `${other.surname} ${otherGiven}`)];
  orders.push(compare(`${one.surname} ${given}`, `${otherGiven} ${other.surname}`));
  if (given !== '' && otherGiven !== '') {
    orders.push(both(compare(one.surname, other.surname), compare(given, otherGiven)));
    orders.push(both(compare(one.surname, otherGiven), compare(given, other.surname)));
  }
  return orders.reduce(better);
}

const RANK: Readonly<Record<NameAgreement, number>> = { DIFFERENT: 0, VARIANT: 1, SAME: 2 };
const worse = (a: NameAgreement, b: NameAgreement): NameAgreement => (RANK[a] < RANK[b] ? a : b);
const better = (a: NameAgreement, b: NameAgreement): NameAgreement => (RANK[a] < RANK[b] ? b : a);

function letters(name: string, options: TransliterateOptions): string {
  return transliterate(name, options).text.replace(/[^A-Z]/g, '');
}

function meets(one: string, other: string, options: TransliterateOptions): boolean {
  const asKey = isArabic(one) === isArabic(other) ? (key: string): string => key : skeleton;
  const keys = new Set(searchKeys(one, options).map(asKey));
  return searchKeys(other, options).some((key) => asKey(key) !== '' && keys.has(asKey(key)));
}

const isArabic = (name: string): boolean => /\p{Script=Arabic}/u.test(name);
