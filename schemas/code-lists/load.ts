/** Reads the code lists beside this file: every *.json that is no schema is one, so a new list is a new file and no edit. */
import { readFile, readdir } from 'node:fs/promises';
import { CodeListGap } from './code-list-gap.ts';
import { createCodeList, type CodeList, type CodeListDocument } from './code-list.ts';

export interface CodeLists {
  readonly names: readonly string[];
  /** Throws a CodeListGap for a name that no file bears. */
  list(name: string): CodeList;
}

const folder = new URL('./', import.meta.url);

/** Reads the folder once; keep the answer. The files are ours and held to their schema by a test, so they are not checked again. */
export async function loadCodeLists(): Promise<CodeLists> {
  const lists = new Map((await readCodeLists()).map((document) => [document.list, createCodeList(document)]));
  return {
    names: [...lists.keys()],
    list: (name) => {
      const found = lists.get(name);
      if (found === undefined) throw new CodeListGap('UNKNOWN', { list: name });
      return found;
    },
  };
}

/** The documents as they stand in the files, in order of name. */
export async function readCodeLists(): Promise<readonly CodeListDocument[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'));
  return Promise.all(files.sort().map(async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as CodeListDocument));
}
