/** Finds every folder called migrations/ below broker/, services/ and adapters/: a register or adapter keeps its own. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export async function findMigrationFolders(): Promise<string[]> {
  const found = await Promise.all(['broker', 'services', 'adapters'].map((name) => foldersBelow(join(root, name))));
  return found.flat().sort();
}

async function foldersBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const below = await Promise.all(entries.map((entry) => foldersBelow(join(folder, entry.name))));
  return [...(folder.endsWith('migrations') ? [folder] : []), ...below.flat()];
}
