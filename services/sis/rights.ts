/** The rights matrix: which alert categories an authority may search for which purpose, on a day. Loaded from config/law. */
import { readFile } from 'node:fs/promises';

interface Rule {
  /** Codes of parties; one that ends in `*` stands for all that begin so. */
  readonly authorities: readonly string[];
  readonly purposes: readonly string[];
  readonly legalBasis: string;
  /** First and last day, in Warsaw; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

interface RightsRow extends Rule {
  readonly categories: readonly string[];
  readonly objectCategories: readonly string[];
}

interface RefusedRow extends Rule {
  readonly words: string;
}

export interface RightsLaw {
  readonly rows: readonly RightsRow[];
  readonly refused: readonly RefusedRow[];
}

export interface RightsMatrix {
  /** Empty when the authority may not search for the purpose at that time. */
  categoriesFor(authority: string, purpose: string, atMs: number): readonly string[];
  /** Why the law closes the purpose to the authority whatever it was granted, with the article; undefined when it does not. */
  refusalOf(authority: string, purpose: string, atMs: number): string | undefined;
}

const WARSAW_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw', year: 'numeric', month: '2-digit', day: '2-digit' });

export function rightsMatrix({ rows, refused }: RightsLaw): RightsMatrix {
  return {
    categoriesFor: (authority, purpose, atMs) => {
      const question = { authority, purpose, day: WARSAW_DAY.format(atMs) };
      const valid = rows.filter((row) => applies(row, question));
      return [...new Set(valid.flatMap((row) => [...row.categories, ...row.objectCategories]))];
    },
    refusalOf: (authority, purpose, atMs) => {
      const question = { authority, purpose, day: WARSAW_DAY.format(atMs) };
      const row = refused.find((one) => applies(one, question));
      return row && `${row.words} ${row.legalBasis}.`;
    },
  };
}

interface Question {
  readonly authority: string;
  readonly purpose: string;
  /** In Warsaw. */
  readonly day: string;
}

function applies(rule: Rule, { authority, purpose, day }: Question): boolean {
  const isValid = rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo);
  return isValid && rule.purposes.includes(purpose) && rule.authorities.some((pattern) => covers(pattern, authority));
}

const covers = (pattern: string, authority: string): boolean =>
  pattern.endsWith('*') ? authority.startsWith(pattern.slice(0, -1)) : authority === pattern;

export async function loadRightsMatrix(): Promise<RightsMatrix> {
  const text = await readFile(new URL('../../config/law/sis-rights.json', import.meta.url), 'utf8');
  return rightsMatrix(JSON.parse(text) as RightsLaw);
}
