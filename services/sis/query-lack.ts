/**
 * What a search that fits its schema still lacks, before SIS is asked: enough to look for one person (proportionality), and countries that
 * exist. A code that no list knows would match nothing, and the answer would look clear.
 */
import type { Fault } from '../../broker/contract/errors.ts';
import type { CodeLists } from '../../schemas/code-lists/load.ts';
import type { SisSearch } from './search.ts';

const LISTS = ['countries', 'historical-countries', 'icao-countries'] as const;
const LEAST_SIGNS = 3;

export type LackOf = (search: SisSearch) => readonly Fault[];

export const createLackOf =
  (lists: CodeLists): LackOf =>
  ({ person, document }) => [...personLack(lists, person), ...documentLack(lists, document)];

function personLack(lists: CodeLists, person: SisSearch['person']): readonly Fault[] {
  if (person === undefined) return [];
  const faults: Fault[] = [];
  if (person.forename === undefined && person.dateOfBirth === undefined)
    faults.push({ pointer: '/person', detail: 'needs a forename or a date of birth beside the surname' });
  if (!isCountry(lists, person.nationality)) faults.push({ pointer: '/person/nationality', detail: NO_COUNTRY });
  return faults;
}

function documentLack(lists: CodeLists, document: SisSearch['document']): readonly Fault[] {
  if (document === undefined) return [];
  const faults: Fault[] = [];
  if (typeof document.number === 'string' && document.number.replaceAll(/[\s</-]/g, '').length < LEAST_SIGNS)
    faults.push({ pointer: '/document/number', detail: `needs ${LEAST_SIGNS} letters or digits` });
  if (!isCountry(lists, document.country)) faults.push({ pointer: '/document/country', detail: NO_COUNTRY });
  return faults;
}

const NO_COUNTRY = 'is in no list of countries';

const isCountry = (lists: CodeLists, code: unknown): boolean =>
  typeof code !== 'string' || LISTS.some((name) => lists.list(name).has(code));
