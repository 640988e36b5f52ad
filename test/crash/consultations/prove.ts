/** Proves that the crash run with consultations can fail: the broken hub must be found, and under the same settings the hub as it is must pass. */
import type { Circumstances } from '../crash-run.ts';
import { consultationRun } from './consultation-run.ts';
import type { ConsultationMutation } from './mutation.ts';
import { passed, table, type ConsultationReport } from './report.ts';

export interface Proof {
  /** Whether the hub is left as it is. */
  readonly control: boolean;
  readonly circumstances: Circumstances;
}

export async function proveWith(mutation: ConsultationMutation, { control, circumstances }: Proof): Promise<boolean> {
  const edits = control ? [] : mutation.edits;
  const report = await consultationRun({ ...mutation.settings, edits }, circumstances);
  process.stdout.write(`${table(report)}\n`);
  if (control) return passed(report);
  process.stdout.write(`Broken on purpose: ${mutation.breaks}.\nMust show: ${mutation.shows}.\n`);
  return isFound(mutation, report);
}

/** A hub that does not answer any more is not what the mutation makes of it. */
const isFound = (mutation: ConsultationMutation, report: ConsultationReport): boolean =>
  !passed(report) && report.accepted === report.consultations && report.nodesEnded.length === 0 && mutation.isFound(report);
