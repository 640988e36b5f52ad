/** The rights matrix: which alert categories an authority may search for which purpose, on a day. Loaded from config/law. */
import { readFile } from 'node:fs/promises';

interface RightsRow {
  readonly authority: string;
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly objectCategories: readonly string[];
  /** First and last day, in Warsaw; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface RightsMatrix {
  /** Empty when the authority may not search for the purpose at that time. */
  categoriesFor(authority: string, purpose: string, atMs: number): readonly string[];
}

const WARSAW_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw', year: 'numeric', month: '2-digit', day: '2-digit' });

export function rightsMatrix(rows: readonly RightsRow[]): RightsMatrix {
  return {
    categoriesFor: (authority, purpose, atMs) => {
      const day = WARSAW_DAY.format(atMs);
      const valid = rows.filter((row) => row.authority === authority && row.purpose === purpose && isValidOn(row, day));
      return [...new Set(valid.flatMap((row) => [...row.categories, ...row.objectCategories]))];
    },
  };
}

const isValidOn = (row: RightsRow, day: string): boolean => row.validFrom <= day && (row.validTo === null || day <= row.validTo);

export async function loadRightsMatrix(): Promise<RightsMatrix> {
  const text = await readFile(new URL('../../config/law/sis-rights.json', import.meta.url), 'utf8');
  return rightsMatrix((JSON.parse(text) as { rows: RightsRow[] }).rows);
}
