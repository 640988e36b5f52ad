/**
 * Proves that the crash harness can fail: runs it against a hub that is broken on purpose and demands that the report shows it,
 * or, with --control, against the hub as it is, under the same settings and seed, and demands that it passes.
 */
import { parseArgs } from 'node:util';
import { HubError } from '../../broker/contract/errors.ts';
import { CONSULTATION_MUTATIONS } from './consultations/mutations/catalogue.ts';
import { proveWith } from './consultations/prove.ts';
import { crashRun, type Circumstances } from './crash-run.ts';
import { inTheForeground } from './foreground.ts';
import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './mutations/catalogue.ts';
import { passed, table, type CrashReport } from './report.ts';

async function prove(circumstances: Circumstances): Promise<boolean> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { control: { type: 'boolean', default: false } } });
  const name = positionals[0] ?? '';
  const ofConsultations = CONSULTATION_MUTATIONS[name];
  if (ofConsultations !== undefined) return proveWith(ofConsultations, { control: values.control, circumstances });
  const mutation = MUTATIONS[name];
  if (mutation === undefined) throw new HubError('INVALID_SETTING', { detail: `Name one of ${NAMES.join(', ')}.` });
  const edits = values.control ? [] : mutation.edits;
  const report = await crashRun({ ...mutation.settings, edits }, circumstances);
  process.stdout.write(`${table(report)}\n`);
  if (values.control) return passed(report);
  process.stdout.write(`Broken on purpose: ${mutation.breaks}.\nMust show: ${mutation.shows}.\n`);
  return isFound(mutation, report);
}

const NAMES = [...Object.keys(MUTATIONS), ...Object.keys(CONSULTATION_MUTATIONS)];

/** A hub that does not answer any more is not what the mutation makes of it. */
const isFound = (mutation: Mutation, report: CrashReport): boolean =>
  !passed(report) && report.accepted === report.messages && report.nodesEnded.length === 0 && mutation.isFound(report);

await inTheForeground(prove);
