/** The tables of codes.json, read once when the adapter connects, in both directions. */
import { readFileSync } from 'node:fs';
import { HubError } from '../../broker/contract/errors.ts';
import { broken } from './broken-form.ts';
import type { Kind } from './kinds.ts';

type Table = Readonly<Record<string, string>>;

export type TableName =
  | 'answers'
  | 'representationAnswers'
  | 'grounds'
  | 'entries'
  | 'dateBases'
  | 'sexes'
  | 'visaTypes'
  | 'maritalStatuses'
  | 'bearerStatuses'
  | 'hostKinds'
  | 'costBearers'
  | 'documentKinds';

export type Letters = Readonly<Partial<Record<Kind, string>>>;

export interface Codes {
  readonly letters: Letters;
  /** Throws CODE_UNMAPPED. */
  wire(table: TableName, word: unknown): string;
  /** Throws BrokenForm. */
  word(table: TableName, code: string): string;
}

/** `letters` of the settings stand before those of the file. Throws CONFIG_INVALID when one letter would carry two kinds. */
export function readCodes(letters: Letters = {}): Codes {
  const file = JSON.parse(readFileSync(new URL('./codes.json', import.meta.url), 'utf8')) as Record<TableName | 'letters', Table>;
  const all: Letters = { ...file.letters, ...letters };
  if (new Set(Object.values(all)).size !== Object.keys(all).length)
    throw new HubError('CONFIG_INVALID', { detail: 'A letter of the consultation network would carry two kinds of forms.' });
  return {
    letters: all,
    wire: (table, word) => {
      const found = typeof word === 'string' && Object.hasOwn(file[table], word) ? file[table][word] : undefined;
      if (found === undefined)
        throw new HubError('CODE_UNMAPPED', { detail: `The consultation network has no code for a word of ${table}.` });
      return found;
    },
    word: (table, code) => {
      const found = Object.entries(file[table]).find(([, wire]) => wire === code)?.[0];
      if (found === undefined) throw broken(`a code of ${table} is not known`);
      return found;
    },
  };
}
