/**
 * The people and papers of the base: no two persons with the same data, no paper twice, and nobody who could be taken for one of the
 * well-known persons.
 */
import { createGenerator, type SyntheticPerson } from '../../../generator/people.ts';
import type { HeldAlert, HeldIdentity } from './alert.ts';
import { nameKey, nameParts } from './name-key.ts';
import { wireDate } from './wire-date.ts';

export interface Population {
  /** Somebody who was not drawn before. */
  person(): SyntheticPerson;
}

export function createPopulation(seed: number, wellKnown: readonly HeldAlert[]): Population {
  const generator = createGenerator(seed);
  const isReserved = reservedNames(wellKnown.flatMap(({ Identity }) => Identity));
  const taken = new Set<string>();
  const isNew = (person: SyntheticPerson): boolean => {
    const marks = marksOf(person);
    if (marks.some((mark) => taken.has(mark)) || isReserved(person.latin)) return false;
    for (const mark of marks) taken.add(mark);
    return true;
  };
  return {
    person() {
      let person = generator.person();
      while (!isNew(person)) person = generator.person();
      return person;
    },
  };
}

/** What tells a person from others in SIS, and each paper from others. */
function marksOf({ latin, sex, dateOfBirth, placeOfBirth, documents }: SyntheticPerson): string[] {
  const self = `${latin.surname}|${latin.forename ?? ''}|${sex}|${wireDate(dateOfBirth)}|${placeOfBirth.latin}`;
  return [self, ...documents.map(({ country, number }) => `${country} ${number}`)];
}

type Names = Pick<SyntheticPerson['latin'], 'surname' | 'forename'>;

/** True for a surname and a forename of a well-known person, whatever other forenames stand beside it. */
function reservedNames(identities: readonly HeldIdentity[]): (names: Names) => boolean {
  const forenames = new Map<string, Set<string>>();
  for (const { Surname = '', Forename = '' } of identities) {
    const known = forenames.get(nameKey(Surname)) ?? new Set();
    forenames.set(nameKey(Surname), known.add(nameKey(Forename)));
  }
  return ({ surname, forename }) => {
    const reserved = forenames.get(nameKey(surname));
    return reserved !== undefined && (forename === undefined || nameParts(forename).some((part) => reserved.has(part)));
  };
}
