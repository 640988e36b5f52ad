/** The kinds of alerts the simulated SIS holds: category on the wire, article, reasons and actions as the regulations name them. */

export interface AlertKind {
  readonly category: string;
  readonly article: string;
  readonly reasons: readonly [string, ...string[]];
  /** As the interface writes it. */
  readonly action: string;
  /** How often the kind is drawn, relative to the others. */
  readonly weight: number;
  readonly offences?: readonly [string, ...string[]];
}

export const ARREST: AlertKind = {
  category: '2018/1862-26',
  article: '2018/1862 Art. 26',
  reasons: ['European Arrest Warrant', 'extradition request'],
  action: 'arrest',
  weight: 4,
  offences: ['trafficking in human beings', 'armed robbery', 'fraud', 'drug trafficking'],
};
export const REFUSAL: AlertKind = {
  category: '2018/1861-24',
  article: '2018/1861 Art. 24',
  reasons: ['entry ban', 'threat to public policy', 'prior conviction', 'circumvention of entry and stay law'],
  action: 'refuse',
  weight: 34,
};
export const RETURN: AlertKind = {
  category: '2018/1860-3',
  article: '2018/1860 Art. 3',
  reasons: ['return decision', 'return decision, voluntary departure ended'],
  action: 'verifyReturn',
  weight: 30,
};
export const JUDICIAL: AlertKind = {
  category: '2018/1862-34',
  article: '2018/1862 Art. 34',
  reasons: ['witness', 'summons', 'service of a judgment'],
  action: 'residence',
  weight: 8,
};
export const DISCREET: AlertKind = {
  category: '2018/1862-36.d',
  article: '2018/1862 Art. 36',
  reasons: ['prevention of serious crime', 'state security'],
  action: 'discreetCheck',
  weight: 5,
};

export const PERSON_KINDS: readonly AlertKind[] = [
  ARREST,
  REFUSAL,
  RETURN,
  JUDICIAL,
  DISCREET,
  { category: '2018/1861-25', article: '2018/1861 Art. 25', reasons: ['restrictive measure'], action: 'refuse', weight: 2 },
  {
    category: '2018/1862-32.1a',
    article: '2018/1862 Art. 32(1)(a)',
    reasons: ['missing, needs protection'],
    action: 'protect',
    weight: 3,
  },
  {
    category: '2018/1862-32.1b',
    article: '2018/1862 Art. 32(1)(b)',
    reasons: ['missing'],
    action: 'whereabouts',
    weight: 3,
  },
  {
    category: '2018/1862-32.1c',
    article: '2018/1862 Art. 32(1)(c)',
    reasons: ['child at risk of abduction', 'risk of trafficking'],
    action: 'preventTravel',
    weight: 2,
  },
  {
    category: '2018/1862-36.i',
    article: '2018/1862 Art. 36',
    reasons: ['prevention of serious crime'],
    action: 'inquiryCheck',
    weight: 2,
  },
  {
    category: '2018/1862-36.s',
    article: '2018/1862 Art. 36',
    reasons: ['prevention of serious crime'],
    action: 'specificCheck',
    weight: 2,
  },
  {
    category: '2018/1862-37a',
    article: '2018/1862 Art. 37a',
    reasons: ['information alert'],
    action: 'inform',
    weight: 1,
  },
];

export const ISSUED_DOCUMENT: AlertKind = {
  category: '2018/1862-38.2l',
  article: '2018/1862 Art. 38(2)(l)',
  reasons: ['stolen', 'lost', 'misappropriated', 'invalidated'],
  action: 'seize',
  weight: 1,
};
export const BLANK_DOCUMENT: AlertKind = {
  category: '2018/1862-38.2k',
  article: '2018/1862 Art. 38(2)(k)',
  reasons: ['stolen blanks', 'lost blanks'],
  action: 'seize',
  weight: 1,
};
