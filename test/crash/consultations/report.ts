/** The report of a run with consultations. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from './judge.ts';

export interface ConsultationReport extends Findings {
  readonly seed: number;
  readonly transport: string;
  readonly consultations: number;
  /** Consultations answered with 2xx. */
  readonly accepted: number;
  readonly faults: number;
  readonly faultKinds: Readonly<Record<string, number>>;
  /** Answers that no correct hub gives. */
  readonly refused: readonly string[];
  readonly repeatedQuestions: number;
  readonly chainVerified: boolean;
  readonly words: readonly string[];
  /** The last words of nodes that ended although nobody had killed them. */
  readonly nodesEnded: readonly string[];
  readonly seconds: number;
  readonly machine: string;
  readonly commit: string;
  readonly date: string;
}

export const passed = (report: ConsultationReport): boolean =>
  report.accepted === report.consultations &&
  report.lost + report.doubled + report.early + report.wrong + report.tacitUnheard + report.refused.length === 0 &&
  report.chainVerified;

const lineOf = ({ accepted, faults, lost, doubled, early, wrong }: ConsultationReport): string =>
  `${accepted} consultations, ${faults} faults, ${lost} lost, ${doubled} doubled, ${early} early, ${wrong} wrong`;

export function table(report: ConsultationReport): string {
  const { faultKinds, verdicts, examples, known, words, refused, nodesEnded, ...figures } = report;
  const rows = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(18)} ${String(value)}`);
  const counted = (counts: Readonly<Record<string, number>>): string[] =>
    Object.entries(counts).map(([name, count]) => `  ${String(count).padStart(4)} × ${name}`);
  const faults = [...examples, ...known, ...words, ...refused.slice(0, 5), ...nodesEnded].map((line) => `  ! ${line}`);
  const head = `Crash run with consultations: ${passed(report) ? 'passed' : 'FAILED'}: ${lineOf(report)}`;
  return [head, ...rows, 'Verdicts:', ...counted(verdicts), 'Faults:', ...counted(faultKinds), ...faults].join('\n');
}

/** Writes the document into the folder; answers its path. */
export function keep(report: ConsultationReport, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `crash-consultations-${report.transport}-${report.date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
