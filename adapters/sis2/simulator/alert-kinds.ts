/** The kinds of alerts the simulated SIS holds: category on the wire, article, reasons, actions and review as the regulations name them. */

export interface AlertKind {
  readonly category: string;
  readonly article: string;
  readonly reasons: readonly [string, ...string[]];
  /** The reason when the person is a child. */
  readonly childReason?: string;
  /** As the interface writes it. */
  readonly action: string;
  /** How often the kind is drawn, relative to the others. */
  readonly weight: number;
  /** After how many years the alert is reviewed or ends (2018/1861 Art. 39, 2018/1862 Arts 53 and 54). */
  readonly reviewYears: readonly [number, ...number[]];
  readonly offences?: readonly [string, ...string[]];
  /** On third-country nationals only. */
  readonly notOnUnionCitizens?: true;
  /** A state may flag it as not to be executed on its territory (2018/1862 Art. 24). */
  readonly mayBeFlagged?: true;
}

export const ARREST_WARRANT = 'European Arrest Warrant';

export const ARREST: AlertKind = {
  category: '2018/1862-26',
  article: '2018/1862 Art. 26',
  reasons: [ARREST_WARRANT, 'extradition request'],
  action: 'arrest',
  weight: 4,
  reviewYears: [5],
  offences: ['trafficking in human beings', 'armed robbery', 'fraud', 'drug trafficking'],
  mayBeFlagged: true,
};
/** Five years where the national decision lasts longer than three. */
export const REFUSAL: AlertKind = {
  category: '2018/1861-24',
  article: '2018/1861 Art. 24',
  reasons: ['entry ban', 'threat to public policy', 'prior conviction', 'circumvention of entry and stay law'],
  action: 'refuse',
  weight: 34,
  reviewYears: [3, 3, 5],
  notOnUnionCitizens: true,
};
export const RETURN: AlertKind = {
  category: '2018/1860-3',
  article: '2018/1860 Art. 3',
  reasons: ['return decision', 'return decision, voluntary departure ended'],
  action: 'verifyReturn',
  weight: 30,
  reviewYears: [3, 3, 5],
  notOnUnionCitizens: true,
};
export const JUDICIAL: AlertKind = {
  category: '2018/1862-34',
  article: '2018/1862 Art. 34',
  reasons: ['witness', 'summons', 'service of a judgment'],
  action: 'residence',
  weight: 8,
  reviewYears: [3],
};
export const DISCREET: AlertKind = {
  category: '2018/1862-36.d',
  article: '2018/1862 Art. 36',
  reasons: ['prevention of serious crime', 'state security'],
  action: 'discreetCheck',
  weight: 5,
  reviewYears: [1],
  mayBeFlagged: true,
};

/** Kept as long as the measure; the Union prolongs its own by a year at most. */
const RESTRICTIVE_MEASURE: AlertKind = {
  category: '2018/1861-25',
  article: '2018/1861 Art. 25',
  reasons: ['restrictive measure'],
  action: 'refuse',
  weight: 2,
  reviewYears: [1],
  notOnUnionCitizens: true,
};
const MISSING_PROTECT: AlertKind = {
  category: '2018/1862-32.1a',
  article: '2018/1862 Art. 32(1)(a)',
  reasons: ['missing, needs protection'],
  action: 'protect',
  weight: 3,
  reviewYears: [5],
  mayBeFlagged: true,
};
const MISSING_LOCATE: AlertKind = {
  category: '2018/1862-32.1b',
  article: '2018/1862 Art. 32(1)(b)',
  reasons: ['missing'],
  action: 'whereabouts',
  weight: 3,
  reviewYears: [5],
  mayBeFlagged: true,
};
const VULNERABLE: AlertKind = {
  category: '2018/1862-32.1c',
  article: '2018/1862 Art. 32(1)(c)',
  reasons: ['risk of trafficking', 'risk of forced marriage'],
  childReason: 'child at risk of abduction',
  action: 'preventTravel',
  weight: 2,
  reviewYears: [1],
  mayBeFlagged: true,
};
const INQUIRY: AlertKind = {
  category: '2018/1862-36.i',
  article: '2018/1862 Art. 36',
  reasons: ['prevention of serious crime'],
  action: 'inquiryCheck',
  weight: 2,
  reviewYears: [1],
  mayBeFlagged: true,
};
const SPECIFIC: AlertKind = {
  category: '2018/1862-36.s',
  article: '2018/1862 Art. 36',
  reasons: ['prevention of serious crime'],
  action: 'specificCheck',
  weight: 2,
  reviewYears: [1],
  mayBeFlagged: true,
};
const INFORMATION: AlertKind = {
  category: '2018/1862-37a',
  article: '2018/1862 Art. 37a',
  reasons: ['information alert'],
  action: 'inform',
  weight: 1,
  reviewYears: [1],
  notOnUnionCitizens: true,
};

export const PERSON_KINDS: readonly AlertKind[] = [
  ...[ARREST, REFUSAL, RETURN, JUDICIAL, DISCREET, RESTRICTIVE_MEASURE],
  ...[MISSING_PROTECT, MISSING_LOCATE, VULNERABLE, INQUIRY, SPECIFIC, INFORMATION],
];

export const ISSUED_DOCUMENT: AlertKind = {
  category: '2018/1862-38.2l',
  article: '2018/1862 Art. 38(2)(l)',
  reasons: ['stolen', 'lost', 'misappropriated', 'invalidated'],
  action: 'seize',
  weight: 1,
  reviewYears: [10],
};
export const BLANK_DOCUMENT: AlertKind = {
  category: '2018/1862-38.2k',
  article: '2018/1862 Art. 38(2)(k)',
  reasons: ['stolen blanks', 'lost blanks'],
  action: 'seize',
  weight: 1,
  reviewYears: [10],
};
