/**
 * The tables that say how a letter is written with A to Z, as data (`tables/*.json`, one a script), and the index by which they are
 * searched. Each row names its source and how sure it is.
 */
import arabic from './tables/arabic.json' with { type: 'json' };
import armenian from './tables/armenian.json' with { type: 'json' };
import cyrillic from './tables/cyrillic.json' with { type: 'json' };
import georgian from './tables/georgian.json' with { type: 'json' };
import greek from './tables/greek.json' with { type: 'json' };
import latin from './tables/latin.json' with { type: 'json' };

/** Whose Cyrillic it is: Russian, Ukrainian, Belarusian, Bulgarian, Macedonian, Serbian. Other scripts have one reading. */
export type Reading = 'RU' | 'UA' | 'BY' | 'BG' | 'MK' | 'SR';

export interface LetterRow {
  /** One letter in upper case (Georgian has none), or two that are written as one. */
  readonly from: string;
  /** A to Z; empty where a sign is not written. */
  readonly to: string;
  /** Other spellings found on papers, the most usual first. They serve the search, never the zone. */
  readonly alternatives?: readonly string[];
  readonly languages?: Readonly<Partial<Record<Reading, string>>>;
  /** At the start of a name component, in one reading or in any. */
  readonly first?: Readonly<Partial<Record<Reading | 'any', string>>>;
  /** At the end of a name component. */
  readonly final?: string;
  /** Before one of these letters. */
  readonly before?: { readonly letters: string; readonly to: string };
  /** A sign that doubles the letter before it (Arabic shadda). */
  readonly doubles?: boolean;
  /** SEEN in a transcription of the source; MEMORY awaits a check. */
  readonly sure: 'SEEN' | 'MEMORY';
  readonly source: string;
}

export interface LetterTable {
  /** ISO 15924. */
  readonly script: string;
  readonly verified: string;
  readonly fromMemory: string;
  readonly rows: readonly LetterRow[];
}

export type LetterIndex = ReadonlyMap<string, LetterRow>;

export const LETTER_TABLES = [latin, cyrillic, greek, georgian, armenian, arabic] as readonly LetterTable[];

const indexes = new WeakMap<readonly LetterTable[], LetterIndex>();

/** The rows by their letters; built once for each set of tables. Where two rows have the same letters the later one counts. */
export function indexLetters(tables: readonly LetterTable[]): LetterIndex {
  const known = indexes.get(tables);
  if (known !== undefined) return known;
  const index = new Map(tables.flatMap(({ rows }) => rows.map((row): [string, LetterRow] => [row.from, row])));
  indexes.set(tables, index);
  return index;
}
