/** Writes docs/errors.md and docs/audit-events.md from the catalogues and docs/terms.md from the law; tests hold them equal. */
import { writeFile } from 'node:fs/promises';
import { AUDIT_EVENTS } from '../../broker/audit/catalogue.ts';
import { ERROR_CATALOGUE } from '../../broker/contract/error-catalogue.ts';
import { termsPage } from './terms-page.ts';

function errorsPage(): string {
  const rows = Object.entries(ERROR_CATALOGUE).map(
    ([code, entry]) => `| ${code} | ${entry.status} | ${entry.kind} | ${entry.title} | ${entry.help} |`,
  );
  return [
    '# Errors',
    '',
    'Every error the hub answers with or records. REST answers are `application/problem+json` (RFC 9457) with the code in `code`; faults in a document',
    'stand in `errors[]` as JSON pointers (RFC 6901). `transient` means that the same request may succeed later.',
    '',
    '| code | status | kind | what happened | what to do |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function auditEventsPage(): string {
  const rows = Object.entries(AUDIT_EVENTS).map(([event, words]) => `| ${event} | ${words} |`);
  return [
    '# Audit events',
    '',
    'Every kind of entry in the audit log. How entries are chained and sealed: architecture.md, "Audit chain".',
    '',
    '| event | what it says |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'errors.md': errorsPage,
  'audit-events.md': auditEventsPage,
  'terms.md': termsPage,
};

export async function writePages(): Promise<void> {
  for (const [name, page] of Object.entries(PAGES)) await writeFile(new URL(`../../docs/${name}`, import.meta.url), await page());
}
