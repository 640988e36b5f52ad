/** The code lists of codes.json, typed, and read in both directions. */
import { readFile } from 'node:fs/promises';
import type { AlertCategory, DocumentCategory, SearchMode, SisFindings, SisIdentity, Warning } from './request.ts';

/** One code list: `wire` from the hub's word, `word` from the wire's code. */
export interface CodeList<Word extends string> {
  wire(word: Word): string;
  word(code: string): Word | undefined;
}

export interface Codes {
  readonly alertCategories: CodeList<AlertCategory>;
  /** Priority of the action to be taken; 1 comes first. */
  readonly rank: (category: AlertCategory) => number;
  readonly modes: CodeList<SearchMode>;
  readonly outcomes: CodeList<SisFindings['outcome']>;
  readonly sources: CodeList<SisFindings['source']['kind']>;
  readonly identityKinds: CodeList<SisIdentity['kind']>;
  readonly documentCategories: CodeList<DocumentCategory>;
  readonly warnings: CodeList<Warning>;
}

interface CodesFile {
  readonly alertCategories: Record<AlertCategory, { readonly wire: string; readonly rank: number }>;
  readonly modes: Record<SearchMode, string>;
  readonly outcomes: Record<SisFindings['outcome'], string>;
  readonly sources: Record<SisFindings['source']['kind'], string>;
  readonly identityKinds: Record<SisIdentity['kind'], string>;
  readonly documentCategories: Record<DocumentCategory, string>;
  readonly warnings: Record<Warning, string>;
}

export async function readCodes(): Promise<Codes> {
  const file = JSON.parse(await readFile(new URL('./codes.json', import.meta.url), 'utf8')) as CodesFile;
  const categories = Object.fromEntries(Object.entries(file.alertCategories).map(([word, { wire }]) => [word, wire]));
  return {
    alertCategories: codeList(categories as Record<AlertCategory, string>),
    rank: (category) => file.alertCategories[category].rank,
    modes: codeList(file.modes),
    outcomes: codeList(file.outcomes),
    sources: codeList(file.sources),
    identityKinds: codeList(file.identityKinds),
    documentCategories: codeList(file.documentCategories),
    warnings: codeList(file.warnings),
  };
}

function codeList<Word extends string>(table: Record<Word, string>): CodeList<Word> {
  const back = new Map(Object.entries(table).map(([word, code]) => [code as string, word as Word]));
  return { wire: (word) => table[word], word: (code) => back.get(code) };
}
