/** What the register calls our codes: the words of codes.json, and for grounds the numbers of Annex VI from the code list. */
import { readFile } from 'node:fs/promises';
import { HubError } from '../../broker/contract/errors.ts';
import { CodeListGap } from '../../schemas/code-lists/code-list-gap.ts';
import { loadCodeLists } from '../../schemas/code-lists/load.ts';

/** Both throw CODE_UNMAPPED for a code that the other side has no word for. */
export interface CodeTable {
  toWire(code: string): string;
  fromWire(word: string): string;
}

export type CodeName =
  'entries' | 'extents' | 'limits' | 'carriers' | 'markings' | 'statuses' | 'eventKinds' | 'precisions' | 'bases' | 'bearerStatuses';

export type Codes = Readonly<Record<CodeName | 'reasons' | 'grounds', CodeTable>>;

type Words = Readonly<Record<string, string>>;

export async function readCodes(): Promise<Codes> {
  const file = JSON.parse(await readFile(new URL('./codes.json', import.meta.url), 'utf8')) as Record<CodeName | 'reasons', Words>;
  const grounds = (await loadCodeLists()).list('visa-refusal-grounds');
  const tables = Object.fromEntries(Object.entries(file).map(([name, words]) => [name, tableOf(name, words)]));
  return {
    ...(tables as Record<CodeName | 'reasons', CodeTable>),
    grounds: {
      toWire: (code) => mapped('visa-refusal-grounds', () => grounds.toDialect('annex-vi', code)),
      fromWire: (number) => mapped('visa-refusal-grounds', () => grounds.fromDialect('annex-vi', number)),
    },
  };
}

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
