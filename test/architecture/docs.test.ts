/** The reference pages say what the catalogues and the law say, no more and no less. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { AUDIT_EVENTS } from '../../broker/audit/catalogue.ts';
import { ERROR_CATALOGUE, type CatalogueEntry } from '../../broker/contract/error-catalogue.ts';
import { loadTermLaw } from '../../law/term-law.ts';
import { termsPage } from '../support/terms-page.ts';

/** The rows of all tables on a page, without heads and rules; cells without code marks and escapes. */
async function rowsOf(page: string): Promise<string[][]> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const lines = text.split('\n').map((line) => line.trim());
  const body = lines.filter((line, at) => line.startsWith('|') && !isRule(line) && !isRule(lines[at + 1] ?? ''));
  return body.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) =>
        cell
          .trim()
          .replace(/^`(.*)`$/, '$1')
          .replaceAll('\\|', '|'),
      ),
  );
}

const isRule = (line: string): boolean => /^\|[\s|:-]+\|$/.test(line);
const byFirst = (rows: readonly (readonly string[])[]): (readonly string[])[] =>
  [...rows].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));

describe('the reference pages', () => {
  it('docs/errors.md lists every error with its status, kind, title and help, and nothing else', async () => {
    const entries = Object.entries<CatalogueEntry>(ERROR_CATALOGUE);
    const expected = entries.map(([code, { status, kind, title, help }]) => [code, String(status), kind, title, help]);
    assert.deepEqual(byFirst(await rowsOf('errors.md')), byFirst(expected));
  });

  it('docs/audit-events.md lists every kind of audit entry with its words, and nothing else', async () => {
    assert.deepEqual(byFirst(await rowsOf('audit-events.md')), byFirst(Object.entries(AUDIT_EVENTS)));
  });

  it('docs/terms.md is what npm run generate:docs makes of the terms, the examples and the holidays of today', async () => {
    const page = await readFile(new URL('../../docs/terms.md', import.meta.url), 'utf8');
    assert.equal(page, await termsPage());
    const codes = new Set((await loadTermLaw()).rules.map(({ code }) => code));
    for (const code of codes) assert.ok(page.includes(`| ${code} |`), code);
  });
});
