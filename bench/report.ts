/** The report of a run: one document, a table of it, and where it is kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Floor, Result } from './figures.ts';

export interface BenchReport {
  readonly results: readonly Result[];
  readonly machine: string;
  readonly commit: string;
  readonly date: string;
  readonly seconds: number;
  readonly rounds: number;
  /** From the start of the hub until it served; absent where no hub was needed. */
  readonly readyMs?: number;
}

const HEAD = ['measurement', 'callers', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'RSS MiB', 'failed', 'ratio', 'floors per second'];

export function table({ results, machine, commit, date, seconds, rounds, readyMs }: BenchReport): string {
  const rows = [HEAD, ...results.map(rowOf)];
  const ready = readyMs === undefined ? '' : `, hub ready after ${readyMs} ms`;
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`${date}, commit ${commit}, ${machine}`, `${rounds} rounds of ${seconds} s${ready}`, ...lines].join('\n');
}

function rowOf(result: Result): string[] {
  const {
    name,
    callers,
    perSecond,
    p50Ms,
    p95Ms,
    p99Ms,
    rssMb,
    failed,
    ratio,
    floors,
    hubAddedP50Ms,
    hubAddedP99Ms,
    shareOfParsing,
    cpuMs,
  } = result;
  const added = hubAddedP50Ms === undefined ? '' : `; hub adds p50 ${hubAddedP50Ms} ms, p99 ${hubAddedP99Ms ?? 0} ms`;
  const parsing = shareOfParsing === undefined ? '' : `; parsing takes ${shareOfParsing} of the time`;
  const cpu = cpuMs === undefined ? '' : `; ${cpuMs} ms CPU each`;
  const beside = floors.map((floor) => `${floor.name} ${Math.round(floor.perSecond)}${cpuOf(floor)}`).join(', ');
  return [name, ...[callers, Math.round(perSecond), p50Ms, p95Ms, p99Ms, rssMb, failed, ratio].map(String), beside + added + parsing + cpu];
}

const cpuOf = ({ cpuMs }: Floor): string => (cpuMs === undefined ? '' : ` (${cpuMs} ms CPU)`);

/** Writes the document into the folder; answers its path. */
export function keep(report: BenchReport, folder: string, name = 'bench'): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${report.date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
