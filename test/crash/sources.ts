/**
 * The sources that the nodes of a run have to themselves: nobody who edits the hub meanwhile changes the one that is being
 * proved, and a hub can be broken on purpose. A change whose place is not found exactly once is an error, so that no rewrite of
 * the hub makes a mutation void unnoticed.
 */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Edit {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** What a node needs to run. */
const PARTS = [
  'broker',
  'adapters',
  'services',
  'law',
  'identity',
  'schemas',
  'config',
  'moleculer.config.ts',
  'package.json',
  'tsconfig.json',
];

/** Copies the hub into the folder, which it makes, and changes the copy. */
export function copyHub(folder: string, edits: readonly Edit[]): void {
  const parts = PARTS.filter((part) => existsSync(join(ROOT, part)));
  for (const part of parts) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const edit of edits) applyEdit(folder, edit);
}

function applyEdit(folder: string, { file, find, replace }: Edit): void {
  const parts = readFileSync(join(folder, file), 'utf8').split(find);
  assert.equal(parts.length - 1, 1, `The mutation must be written anew: ${file} holds not exactly once: ${find}`);
  writeFileSync(join(folder, file), parts.join(replace));
}
