/** Every kind of problem that an operator can be shown has its paragraph in docs/operations.md, at the anchor that the problem names. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function sources(): Promise<string[]> {
  const lists = await Promise.all(
    ['broker', 'services', 'adapters'].map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const files = lists.flat().filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
}

/** Raised by code, owed by a step of a consultation, or read from a destination by the list of problems itself. */
function kindsOf(source: string): string[] {
  const raised = source.includes('problems.raise(') ? [...source.matchAll(/\bkind(?::| =) '([A-Z][A-Z_]+)'/g)] : [];
  const owed = [...source.matchAll(/\bproblem: '([A-Z][A-Z_]+)'/g), ...source.matchAll(/\bconst [A-Z_]+ = '(CONSULTATION_[A-Z_]+)'/g)];
  const listed = [...source.matchAll(/SELECT md5\('([A-Z][A-Z_]+) '/g)];
  return [...raised, ...owed, ...listed].map(([, kind]) => kind ?? '');
}

describe('the runbook', () => {
  it('has a paragraph for every kind of problem', async () => {
    const kinds = [...new Set((await sources()).flatMap(kindsOf))].sort();
    for (const known of [
      'BREAKER_OPEN',
      'CONSULTATION_INCOMPLETE',
      'CONSULTATION_STUCK',
      'DEAD_LETTERS',
      'DESTINATION_HELD',
      'RETRY_STOPPED',
      'SIS_LEAK',
    ])
      assert.ok(kinds.includes(known), known);
    const page = await readFile(join(root, 'docs/operations.md'), 'utf8');
    const anchors = new Set([...page.matchAll(/^### (\S+)$/gm)].map(([, heading]) => heading));
    assert.deepEqual(
      kinds.filter((kind) => !anchors.has(kind.toLowerCase().replaceAll('_', '-'))),
      [],
    );
  });
});
