/**
 * The text of a VISION form: one heading a line, `NNN:value`; a line that begins with a blank goes on with the heading above. The
 * numbers are public, how they stand on the lines is not: this is ours.
 */
import { broken } from '../broken-form.ts';

export type Line = readonly [number: string, value: string];

/** More than any form has; a flood of headings is refused before it is looked at. */
const MOST_LINES = 1000;

export const writeSheet = (lines: readonly Line[]): string =>
  lines.map(([number, value]) => `${number}:${value.replaceAll('\n', '\r\n ')}\r\n`).join('');

/** Throws BrokenForm. Blank lines count only at the end, where mail programs add them. */
export function readSheet(sheet: string): readonly Line[] {
  const rows = sheet.replace(/[\r\n]+$/, '').split(/\r\n|\n|\r/);
  if (rows.length > MOST_LINES) throw broken('it has more lines than a form may');
  const lines: [string, string][] = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (row.startsWith(' ') && last !== undefined) last[1] += `\n${row.slice(1)}`;
    else lines.push(readLine(row));
  }
  return lines;
}

function readLine(row: string): [string, string] {
  const [, number, value] = /^(\d{3}):(.*)$/s.exec(row) ?? [];
  if (number === undefined || value === undefined) throw broken('a line begins with no heading');
  return [number, value];
}
