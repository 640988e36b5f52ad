/** The report of a run: one document, a table of it, and where it and what was found are kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A document that must not end as it did. */
export interface Failure {
  readonly parser: string;
  readonly at: number;
  readonly kind: 'crash' | 'hang';
  readonly what: string;
}

export interface ParserCounts {
  readonly documents: number;
  readonly valid: number;
  readonly namedErrors: number;
  readonly crashes: number;
  readonly hangs: number;
  /** After the warm-up, to the end of each stretch; the greatest. Absent where too few documents were read to tell. */
  readonly grownByBytes?: number;
}

export interface FuzzReport extends Omit<ParserCounts, 'grownByBytes'> {
  readonly seed: number;
  /** Parsers whose memory grew by more than allowed. */
  readonly growing: readonly string[];
  readonly parsers: Readonly<Record<string, ParserCounts>>;
  /** The first of each parser. */
  readonly failures: readonly Failure[];
  readonly machine: string;
  readonly commit: string;
  readonly date: string;
  readonly seconds: number;
}

/** Far above what a warm parser holds on to, and what a leak of some kilobytes a document comes to in a short run. */
export const GROWTH_BYTES = 8 * 2 ** 20;

export const passed = ({ crashes, hangs, growing, documents }: FuzzReport): boolean =>
  crashes + hangs + growing.length === 0 && documents > 0;

const HEAD = ['parser', 'documents', 'valid', 'named errors', 'crashes', 'hangs', 'grown by KiB'];

export function table(report: FuzzReport): string {
  const rows = [HEAD, ...Object.entries(report.parsers).map(([name, counts]) => rowOf(name, counts)), rowOf('all', report)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  const failures = report.failures.map(({ parser, at, kind, what }) => `  ! ${kind} of ${parser} at ${at}: ${what.split('\n')[0] ?? ''}`);
  const growing = report.growing.map((parser) => `  ! the memory of ${parser} grows`);
  return [
    `Fuzz run, seed ${report.seed}: ${passed(report) ? 'passed' : 'FAILED'} in ${report.seconds} s`,
    ...lines,
    ...failures,
    ...growing,
  ].join('\n');
}

function rowOf(name: string, counts: ParserCounts): string[] {
  const { documents, valid, namedErrors, crashes, hangs, grownByBytes } = counts;
  const grown = grownByBytes === undefined ? '' : String(Math.round(grownByBytes / 1024));
  return [name, ...[documents, valid, namedErrors, crashes, hangs].map(String), grown];
}

/** Writes the report into the folder; answers its path. */
export function keep(report: FuzzReport, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `fuzz-${report.date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
