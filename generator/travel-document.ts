/** Papers of generated people: a passport in the manner of the country, now and then a card or a refugee's travel document. */
import type { Culture } from './culture.ts';
import { numbered } from './culture.ts';
import type { Random } from './random.ts';

export interface TravelDocument {
  readonly category: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | 'TRAVEL_DOCUMENT';
  readonly number: string;
  /** Issuing country, ISO 3166-1 alpha-3. */
  readonly country: string;
  /** Whole days, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly expiresOn: string;
}

/** The codes of ICAO Doc 9303 for people whose papers no state of theirs issues: stateless, refugee, other refugee. */
const WITHOUT_STATE = new Set(['XXA', 'XXB', 'XXC']);

/** None to three papers; people without a state hold the travel document of the country that shelters them. */
export function drawDocuments(random: Random, culture: Culture, citizenship: string): TravelDocument[] {
  const papers: TravelDocument[] = [];
  if (WITHOUT_STATE.has(citizenship))
    papers.push(paper(random, { category: 'TRAVEL_DOCUMENT', number: numbered('TZ9999999')(random), country: 'POL' }));
  else if (random.chance(0.92))
    papers.push(paper(random, { category: 'PASSPORT', number: culture.passport(random), country: citizenship }));
  if (random.chance(0.2))
    papers.push(paper(random, { category: 'RESIDENCE_PERMIT', number: numbered('ZR9999999')(random), country: 'POL' }));
  if (random.chance(0.15) && !WITHOUT_STATE.has(citizenship)) {
    papers.push(paper(random, { category: 'ID_CARD', number: numbered('AA999999')(random), country: citizenship }));
  }
  return papers;
}

function paper(random: Random, what: Pick<TravelDocument, 'category' | 'number' | 'country'>): TravelDocument {
  const year = random.between(2015, 2026);
  const rest = `${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
  const years = what.category === 'PASSPORT' || what.category === 'ID_CARD' ? 10 : 3;
  return { ...what, issuedOn: `${year}-${rest}`, expiresOn: `${year + years}-${rest}` };
}
