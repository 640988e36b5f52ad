/** The code lists of codes.json, typed, and read in both directions. */
import { readFile } from 'node:fs/promises';
import type { Action, AlertCategory, DocumentCategory, MatchedField, SearchMode, SisFindings, SisIdentity, Warning } from './request.ts';

/** One code list: `wire` from the hub's word, `word` from the wire's code. */
export interface CodeList<Word extends string> {
  wire(word: Word): string;
  word(code: string): Word | undefined;
}

export interface Codes {
  readonly alertCategories: CodeList<AlertCategory>;
  readonly modes: CodeList<SearchMode>;
  readonly outcomes: CodeList<SisFindings['outcome']>;
  readonly sources: CodeList<SisFindings['source']['kind']>;
  readonly identityKinds: CodeList<SisIdentity['kind']>;
  readonly documentCategories: CodeList<DocumentCategory>;
  readonly warnings: CodeList<Warning>;
  readonly actions: CodeList<Action>;
  readonly matchedFields: CodeList<MatchedField>;
}

interface CodesFile {
  readonly alertCategories: Record<AlertCategory, string>;
  readonly modes: Record<SearchMode, string>;
  readonly outcomes: Record<SisFindings['outcome'], string>;
  readonly sources: Record<SisFindings['source']['kind'], string>;
  readonly identityKinds: Record<SisIdentity['kind'], string>;
  readonly documentCategories: Record<DocumentCategory, string>;
  readonly warnings: Record<Warning, string>;
  readonly actions: Record<Action, string>;
  readonly matchedFields: Record<MatchedField, string>;
}

export async function readCodes(): Promise<Codes> {
  const file = JSON.parse(await readFile(new URL('./codes.json', import.meta.url), 'utf8')) as CodesFile;
  return {
    alertCategories: codeList(file.alertCategories),
    modes: codeList(file.modes),
    outcomes: codeList(file.outcomes),
    sources: codeList(file.sources),
    identityKinds: codeList(file.identityKinds),
    documentCategories: codeList(file.documentCategories),
    warnings: codeList(file.warnings),
    actions: codeList(file.actions),
    matchedFields: codeList(file.matchedFields),
  };
}

function codeList<Word extends string>(table: Record<Word, string>): CodeList<Word> {
  const back = new Map(Object.entries(table).map(([word, code]) => [code as string, word as Word]));
  return { wire: (word) => table[word], word: (code) => back.get(code) };
}
