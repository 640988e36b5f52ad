/** Which test files a whole run takes and in which order: quick ones first, so that a fault shows early; whole programs last. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['unit', 'property', 'contract', 'architecture', 'assumptions', 'integration', 'bugs', 'e2e'];

export function testFiles(root = 'test'): string[] {
  return FOLDERS.map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(filesIn);
}

function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}
