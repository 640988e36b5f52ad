/** Finds every folder called migrations/ or functions/ below broker/, services/ and adapters/: a register or adapter keeps its own. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** In the order hub, services, adapters; each by name. */
export async function findSqlFolders(called: 'migrations' | 'functions'): Promise<string[]> {
  const found = await Promise.all(['broker', 'services', 'adapters'].map((name) => foldersBelow(join(root, name))));
  return found.flatMap((folders) => folders.filter((folder) => basename(folder) === called).sort());
}

async function foldersBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const below = await Promise.all(entries.map((entry) => foldersBelow(join(folder, entry.name))));
  return [folder, ...below.flat()];
}
