/** Advisory locks are numbers, and a number that two use makes one wait for the other. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { ADVISORY_LOCKS } from '../../broker/store/advisory-locks.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const numbersIn = (folder: string): number[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql') || (path.endsWith('.ts') && !path.endsWith('advisory-locks.ts')))
    .flatMap((path) => [...readFileSync(join(root, folder, path), 'utf8').matchAll(/advisory\w*\((\d[\d_]*)/g)])
    .map(([, number]) => Number((number ?? '').replaceAll('_', '')));

describe('advisory locks', () => {
  it('have a number each, and no number stands anywhere but in their list and, once, in SQL', () => {
    const listed: number[] = Object.values(ADVISORY_LOCKS);
    assert.equal(new Set(listed).size, listed.length);
    const used = ['broker', 'services', 'adapters'].flatMap(numbersIn);
    assert.deepEqual(used, [ADVISORY_LOCKS.retryJobs]);
  });
});
