/**
 * The crash harness: hub nodes as real processes over a private PostgreSQL and RabbitMQ, under load, with faults drawn from
 * a printed seed. Proves that what was accepted is delivered, in order, and that nothing else is.
 */
import { crashRun } from './crash-run.ts';
import { inTheForeground } from './foreground.ts';
import { keep, passed, table } from './report.ts';
import { readArguments } from './settings.ts';
import { ROOT } from './sources.ts';

await inTheForeground(async (circumstances) => {
  const { settings, short, json } = readArguments(process.argv.slice(2));
  const report = await crashRun(settings, circumstances);
  process.stdout.write(`${json ? JSON.stringify(report) : table(report)}\n`);
  if (!short) circumstances.log(`kept in ${keep(report, `${ROOT}bench/results`)}`);
  return passed(report);
});
