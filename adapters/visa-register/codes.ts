/** What the register calls our codes: the words of codes.json, and for grounds the numbers of Annex VI from the code list. */
import { readFileSync } from 'node:fs';
import { HubError } from '../../broker/contract/errors.ts';
import { CodeListGap } from '../../schemas/code-lists/code-list-gap.ts';
import { createCodeList, type CodeListDocument } from '../../schemas/code-lists/code-list.ts';

/** Both throw CODE_UNMAPPED for a code that the other side has no word for. */
export interface CodeTable {
  toWire(code: string): string;
  fromWire(word: string): string;
}

export type CodeName =
  'entries' | 'extents' | 'limits' | 'carriers' | 'markings' | 'statuses' | 'eventKinds' | 'precisions' | 'bases' | 'bearerStatuses';

export type Codes = Readonly<Record<CodeName | 'reasons' | 'grounds', CodeTable>>;

type Words = Readonly<Record<string, string>>;

/** Reads two files; keep the answer. */
export function readCodes(): Codes {
  const file = readJson(new URL('./codes.json', import.meta.url)) as Record<CodeName | 'reasons', Words>;
  const grounds = createCodeList(readJson(new URL(`../../schemas/code-lists/${GROUNDS}.json`, import.meta.url)) as CodeListDocument);
  const tables = Object.fromEntries(Object.entries(file).map(([name, words]) => [name, tableOf(name, words)]));
  return {
    ...(tables as Record<CodeName | 'reasons', CodeTable>),
    grounds: {
      toWire: (code) => mapped(GROUNDS, () => grounds.toDialect('annex-vi', code)),
      fromWire: (number) => mapped(GROUNDS, () => grounds.fromDialect('annex-vi', number)),
    },
  };
}

const GROUNDS = 'visa-refusal-grounds';

const readJson = (path: URL): unknown => JSON.parse(readFileSync(path, 'utf8'));

function tableOf(list: string, words: Words): CodeTable {
  const [there, back] = [new Map(Object.entries(words)), new Map(Object.entries(words).map(([code, word]) => [word, code]))];
  return { toWire: (code) => there.get(code) ?? unmapped(list), fromWire: (word) => back.get(word) ?? unmapped(list) };
}

function mapped(list: string, ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CodeListGap) return unmapped(list);
    throw error;
  }
}

function unmapped(list: string): never {
  throw new HubError('CODE_UNMAPPED', { facts: { list } });
}
