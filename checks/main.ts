/**
 * `npm run check`: runs every check of the source and lists all failures at the end, so that one run shows all there is
 * to mend. `npm run check -- lint types` runs only the named ones.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { CheckResult } from './check-result.ts';
import { checkLicences } from './licences.ts';
import { checkSchemaTypes } from './schema-types.ts';

interface Part {
  readonly name: string;
  readonly what: string;
  readonly run: () => Promise<Outcome>;
}

interface Outcome {
  readonly isGood: boolean;
  readonly output: string;
}

interface Finished extends Outcome {
  readonly part: Part;
  readonly seconds: number;
}

const CACHE = 'node_modules/.cache';

/** The slowest first, so that two at a time end together. */
const PARTS: readonly Part[] = [
  {
    name: 'lint',
    what: 'house rules (eslint)',
    run: tool('eslint', '--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/eslint/`, '.'),
  },
  { name: 'types', what: 'types (tsc)', run: tool('tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.tsbuildinfo`) },
  {
    name: 'imports',
    what: 'who may import whom (dependency-cruiser)',
    run: tool('depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', '.'),
  },
  {
    name: 'dead-code',
    what: 'dead code and dependencies (knip)',
    run: tool('knip', '--no-progress', '--no-config-hints', '--cache', '--cache-location', `${CACHE}/knip`),
  },
  {
    name: 'format',
    what: 'format (prettier)',
    run: tool('prettier', '--check', '--log-level', 'warn', '--cache', '.'),
  },
  { name: 'schemas', what: 'generated types fit the schemas', run: own(() => checkSchemaTypes('schemas')) },
  { name: 'licences', what: 'licences of dependencies', run: own(() => checkLicences('.')) },
];

function tool(command: string, ...args: string[]): () => Promise<Outcome> {
  return () =>
    new Promise((resolve, reject) => {
      const path = `${join('node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
      const child = spawn(command, args, { env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', (code) => resolve({ isGood: code === 0, output: Buffer.concat(chunks).toString('utf8') }));
    });
}

function own(check: () => CheckResult | Promise<CheckResult>): () => Promise<Outcome> {
  return async () => {
    const { faults, summary } = await check();
    return { isGood: faults.length === 0, output: faults.length === 0 ? summary : faults.join('\n') };
  };
}

async function runPart(part: Part): Promise<Finished> {
  const startedAt = performance.now();
  const outcome = await part.run().catch((error: unknown) => ({ isGood: false, output: String(error) }));
  return { part, ...outcome, seconds: (performance.now() - startedAt) / 1000 };
}

/** Two at a time: most machines that build have two cores or more, and the big ones are single-threaded. */
async function runAll(parts: readonly Part[]): Promise<Finished[]> {
  const waiting = [...parts];
  const finished: Finished[] = [];
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) finished.push(await runPart(part));
  };
  await Promise.all([worker(), worker()]);
  return parts.flatMap((part) => finished.filter((one) => one.part === part));
}

function report(finished: readonly Finished[]): void {
  const failed = finished.filter((one) => !one.isGood);
  for (const { part, output } of failed) console.log(`\n── ${part.name}: ${part.what}\n${output.trim()}\n`);
  for (const { part, isGood, seconds } of finished) {
    console.log(`${isGood ? 'ok    ' : 'FAILED'}  ${part.name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${part.what}`);
  }
  console.log(failed.length === 0 ? `All ${finished.length} checks passed.` : `${failed.length} of ${finished.length} checks failed.`);
}

function selectParts(names: readonly string[]): readonly Part[] {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`No check is called ${unknown.join(', ')}; there are ${PARTS.map((part) => part.name).join(', ')}.`);
  return names.length === 0 ? PARTS : PARTS.filter((part) => names.includes(part.name));
}

const finished = await runAll(selectParts(process.argv.slice(2)));
report(finished);
process.exitCode = finished.every((one) => one.isGood) ? 0 : 1;
