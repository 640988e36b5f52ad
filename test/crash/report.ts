/** The report of a crash run: one document, a table of it, and where it is kept. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Books } from './books.ts';
import type { Fault } from './faults.ts';
import type { Findings } from './ledger.ts';

export interface CrashReport extends Findings, Books {
  readonly seed: number;
  readonly transport: string;
  readonly faults: number;
  readonly faultKinds: Readonly<Record<string, number>>;
  readonly messages: number;
  /** Messages answered with 2xx. */
  readonly accepted: number;
  readonly repeatedSubmits: number;
  readonly refused: readonly string[];
  /** The last words of nodes that ended although nobody had killed them. */
  readonly nodesEnded: readonly string[];
  readonly machine: string;
  readonly commit: string;
  readonly date: string;
  readonly seconds: number;
}

export const passed = (report: CrashReport): boolean =>
  report.accepted === report.messages &&
  report.lost + report.invented + report.outOfOrder + report.changedIds + report.wrongSequence + report.refused.length === 0 &&
  (report.faults > 0 || report.repeatsAfterOk === 0) &&
  report.reconciles &&
  report.chainVerified;

export function countKinds(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function table(report: CrashReport): string {
  const { faultKinds, byDestination, examples, words, refused, nodesEnded, ...figures } = report;
  const rows = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(18)} ${String(value)}`);
  const shares = Object.entries(byDestination).map(
    ([name, { owed, lost, duplicates }]) => `  ${name.padEnd(18)} owed ${owed}, lost ${lost}, duplicates ${duplicates}`,
  );
  const kinds = Object.entries(faultKinds).map(([kind, count]) => `  ${String(count).padStart(4)} × ${kind}`);
  const faults = [...examples, ...words, ...refused.slice(0, 5), ...nodesEnded].map((line) => `  ! ${line}`);
  return [`Crash run: ${passed(report) ? 'passed' : 'FAILED'}`, ...rows, ...shares, 'Faults:', ...kinds, ...faults].join('\n');
}

/** Writes the document into the folder; answers its path. */
export function keep(report: CrashReport, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `crash-${report.transport}-${report.date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;

export function commitOf(folder: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
