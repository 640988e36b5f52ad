/**
 * The fuzzer: `npm run test:fuzz -- [--documents 2000] [--seed S] [--only <parser> [--at N]] [--json]`. Every document of every parser of
 * what comes from outside ends as a valid message or as an error with a name, within a second, and leaves no memory behind; else exit code 1.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { inTheForeground } from '../crash/foreground.ts';
import { keepFailures } from './failures.ts';
import { fuzz } from './fuzz.ts';
import { keep, passed, table } from './report.ts';
import { isLong, readArguments } from './settings.ts';

const CATALOGUE = new URL('./subjects/catalogue.ts', import.meta.url);
const RESULTS = fileURLToPath(new URL('../../bench/results', import.meta.url));

await inTheForeground(async ({ signal, log }) => {
  const { settings, json } = readArguments(process.argv.slice(2));
  const folder = temporaryFolder('fuzz');
  try {
    const report = await fuzz(settings, { catalogue: CATALOGUE, folder, signal });
    process.stdout.write(`${json ? JSON.stringify(report) : table(report)}\n`);
    if (settings.at !== undefined) for (const { what } of report.failures) log(what);
    if (isLong(settings)) log(`kept in ${keep(report, RESULTS)}`);
    const found = join(tmpdir(), 'hub-fuzz-failures');
    if (!passed(report)) mkdirSync(found, { recursive: true });
    for (const file of await keepFailures(report, CATALOGUE, found)) log(`kept in ${file}`);
    return passed(report);
  } finally {
    removeFolder(folder);
  }
});
