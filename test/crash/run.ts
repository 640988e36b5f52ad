/**
 * The crash harness: hub nodes as real processes over a private PostgreSQL and RabbitMQ, under load, with faults drawn from
 * a printed seed. Proves that what was accepted is delivered, in order, and that nothing else is; with `consultations` as the first
 * word, that every consultation has one verdict, the right one, and none before its time.
 */
import { consultationRun } from './consultations/consultation-run.ts';
import * as consultationReport from './consultations/report.ts';
import * as consultationSettings from './consultations/settings.ts';
import { crashRun, type Circumstances } from './crash-run.ts';
import { inTheForeground } from './foreground.ts';
import { keep, passed, table } from './report.ts';
import { readArguments } from './settings.ts';
import { ROOT } from './sources.ts';

const RESULTS = `${ROOT}bench/results`;

async function messages(args: readonly string[], circumstances: Circumstances): Promise<boolean> {
  const { settings, short, json } = readArguments(args);
  const report = await crashRun(settings, circumstances);
  process.stdout.write(`${json ? JSON.stringify(report) : table(report)}\n`);
  if (!short) circumstances.log(`kept in ${keep(report, RESULTS)}`);
  return passed(report);
}

async function consultations(args: readonly string[], circumstances: Circumstances): Promise<boolean> {
  const { settings, short, json } = consultationSettings.readArguments(args);
  const report = await consultationRun(settings, circumstances);
  process.stdout.write(`${json ? JSON.stringify(report) : consultationReport.table(report)}\n`);
  if (!short) circumstances.log(`kept in ${consultationReport.keep(report, RESULTS)}`);
  return consultationReport.passed(report);
}

await inTheForeground((circumstances) => {
  const [first, ...rest] = process.argv.slice(2);
  return first === 'consultations' ? consultations(rest, circumstances) : messages(process.argv.slice(2), circumstances);
});
