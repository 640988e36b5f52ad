/** What the generated alerts say of people: their own data, aliases, and the data of others that they misuse. */
import type { SyntheticPerson } from '../../../generator/people.ts';
import type { Random } from '../../../generator/random.ts';
import type { HeldDocument, HeldIdentity } from './alert.ts';
import type { Population } from './population.ts';
import { wireDate } from './wire-date.ts';

const DOCUMENT_CODES = { PASSPORT: 'P', ID_CARD: 'I', RESIDENCE_PERMIT: 'RP', TRAVEL_DOCUMENT: 'TD' } as const;

/** The subject's own identity first; one in four has an alias, one in twenty-five goes by the data of somebody else. */
export function drawIdentities(random: Random, subject: SyntheticPerson, population: Population): HeldIdentity[] {
  const own = identityOf(subject, random.chance(0.8) ? 'confirmed' : 'notConfirmed');
  const born = random.chance(0.08) ? { ...own, NameAtBirth: population.person().latin.surname.toUpperCase() } : own;
  const others: HeldIdentity[] = [];
  if (random.chance(0.25)) others.push({ ...identityOf(population.person(), 'alias'), Sex: subject.sex });
  if (random.chance(0.04)) others.push(identityOf(population.person(), 'misused'));
  return [born, ...others];
}

function identityOf(person: SyntheticPerson, kind: HeldIdentity['Kind']): HeldIdentity {
  const { surname, forename } = person.latin;
  return {
    Kind: kind,
    Surname: surname.toUpperCase(),
    Forename: forename?.toUpperCase(),
    DateOfBirth: wireDate(person.dateOfBirth),
    PlaceOfBirth: person.placeOfBirth.latin,
    Sex: person.sex,
    Nationality: person.citizenships,
  };
}

export const documentOf = (paper: SyntheticPerson['documents'][number]): HeldDocument => ({
  Category: DOCUMENT_CODES[paper.category],
  Number: paper.number,
  Country: paper.country,
  IssuedOn: paper.issuedOn.replaceAll('-', ''),
});
