/** When a person or a paper that is searched for is one that an alert describes. Unknown parts never rule a match out. */
import type { HeldAlert, HeldDocument, HeldIdentity } from './alert.ts';
import { nameKey, nameParts } from './name-key.ts';

export interface PersonQuery {
  readonly surname: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly sex?: string;
  readonly nationality?: string;
}

export type Mode = 'anyName' | 'exact' | 'fuzzy' | 'anyNumber';

/** The fields that agree, or undefined when the identity is another person's. */
export function matchIdentity(query: PersonQuery, identity: HeldIdentity, mode: Mode): string[] | undefined {
  // The dates first: they are quickly compared and seldom agree.
  const same =
    datesOverlap(query.dateOfBirth, identity.DateOfBirth) &&
    namesMatch(query, identity, mode) &&
    sexesAgree(query.sex, identity.Sex) &&
    nationalitiesAgree(query.nationality, identity.Nationality);
  if (!same) return undefined;
  const date = dateField(query.dateOfBirth, identity.DateOfBirth);
  return [
    'surname',
    ...(query.forename === undefined || identity.Forename === undefined ? [] : ['forename']),
    ...(date === undefined ? [] : [date]),
    ...(query.nationality === undefined || identity.Nationality === undefined ? [] : ['nationality']),
  ];
}

/** Of two dates only as much agrees as both know; nothing where one of them is absent or all zeros. */
function dateField(asked = '', held = ''): string | undefined {
  const knows = (from: number, to: number): boolean => [asked, held].every((date) => !/^0*$/.test(date.slice(from, to)));
  if (!knows(0, 4)) return undefined;
  if (!knows(4, 6)) return 'yearOfBirth';
  return knows(6, 8) ? 'dateOfBirth' : 'yearAndMonthOfBirth';
}

export function matchDocument(number: string, country: string | undefined, document: HeldDocument): boolean {
  if (country !== undefined && document.Country !== undefined && country !== document.Country) return false;
  if (document.NumberTo === undefined) return document.Number === number;
  return number.length === document.Number.length && document.Number <= number && number <= document.NumberTo;
}

/** O and 0, I and 1 taken for one sign. */
export const plainNumber = (number: string): string => number.replaceAll('O', '0').replaceAll('I', '1');

/** Partial dates agree when some day could be meant by both. */
function datesOverlap(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  const agree = (from: number, to: number): boolean => {
    const [left, right] = [a.slice(from, to), b.slice(from, to)];
    return left === right || Number(left) === 0 || Number(right) === 0;
  };
  return agree(0, 4) && agree(4, 6) && agree(6, 8);
}

/** Every name under which an alert's identity can be looked up. */
export function lookupKeys(alert: HeldAlert): string[] {
  return alert.Identity.flatMap(({ Surname, Forename, NameAtBirth }) => [Surname, Forename, NameAtBirth]).flatMap((name) =>
    name === undefined ? [] : [nameKey(name)],
  );
}

function namesMatch(query: PersonQuery, identity: HeldIdentity, mode: Mode): boolean {
  const { Surname = '', Forename } = identity;
  if (mode === 'exact') return query.surname === Surname && (query.forename === undefined || query.forename === Forename);
  const near = mode === 'fuzzy' ? isNear : (a: string, b: string) => a === b;
  const surnames = [Surname, ...(identity.NameAtBirth === undefined ? [] : [identity.NameAtBirth])];
  const straight = surnames.some(
    (surname) => near(nameKey(query.surname), nameKey(surname)) && forenamesAgree(query.forename, Forename, near),
  );
  const inverted =
    Forename !== undefined && near(nameKey(query.surname), nameKey(Forename)) && forenamesAgree(query.forename, Surname, near);
  return straight || inverted;
}

/** Some of several forenames are enough, on either side; a person with one name has none to compare. */
function forenamesAgree(asked: string | undefined, held: string | undefined, near: (a: string, b: string) => boolean): boolean {
  if (asked === undefined || held === undefined) return true;
  if (near(nameKey(asked), nameKey(held))) return true;
  const [some, all] = [nameParts(asked), nameParts(held)].sort((a, b) => a.length - b.length);
  return some !== undefined && some.length > 0 && some.every((part) => all?.some((other) => near(part, other)));
}

function sexesAgree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b || [a, b].some((sex) => sex === 'U' || sex === 'X');
}

function nationalitiesAgree(asked: string | undefined, held: readonly string[] = []): boolean {
  return asked === undefined || held.length === 0 || held.includes(asked);
}

/** One letter more, less or other. */
export function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return a === b;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}
