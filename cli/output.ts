/** What a command answers: with --json one document on stdout, else words or a table for a person. */
import type { Command } from 'commander';

export interface Answer {
  readonly json: unknown;
  readonly words: string;
}

export function answer(command: Command, { json, words }: Answer): void {
  process.stdout.write(`${isJson(command) ? JSON.stringify(json, null, 2) : words}\n`);
}

export const isJson = (command: Command): boolean => command.optsWithGlobals<{ json?: boolean }>().json === true;

/** For long work: on stderr, so that the document on stdout stays whole. */
export const progress = (words: string): void => void process.stderr.write(`${words}\n`);

/** A figure that moves in its place; only where a person sees it do so. */
export function counter(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${words}\u001b[K`);
}

export type TableRow = Readonly<Record<string, unknown>>;

/** Columns as wide as their longest value, with a line of headings. */
export function table(columns: readonly string[], rows: readonly TableRow[]): string {
  if (rows.length === 0) return 'none';
  const lines = [[...columns], ...rows.map((row) => columns.map((name) => cell(row[name])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.map(cell).join(',') || '-';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
