/**
 * Remembers in a server's folder which processes serve it and who started them, so that a later start neither runs a second
 * server over the same data nor is stopped by what a killed owner left behind.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubError } from '../broker/contract/errors.ts';
import { commandOf, endProcess, isAlive } from './processes.ts';

export interface RecordedProcess {
  readonly pid: number;
  /** A piece of the command line by which the process is known from a stranger with the same number. */
  readonly mark: string;
}

interface ProcessRecord {
  readonly ownerPid: number;
  readonly processes: readonly RecordedProcess[];
}

const FILE = 'processes.json';

export function recordProcesses(folder: string, processes: readonly RecordedProcess[]): void {
  writeFileSync(join(folder, FILE), JSON.stringify({ ownerPid: process.pid, processes } satisfies ProcessRecord));
}

export function forgetProcesses(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}

/** Ends servers that a dead owner left in the folder; HubError LOCAL_SERVER_FAILED when a living owner uses it. */
export async function clearLeftovers(folder: string, signal: NodeJS.Signals): Promise<void> {
  const record = readRecord(folder);
  const running = record.processes.filter(({ pid, mark }) => isAlive(pid) && commandOf(pid).includes(mark));
  if (running.length > 0 && isAlive(record.ownerPid)) {
    throw new HubError('LOCAL_SERVER_FAILED', {
      detail: `The server in ${folder} is in use by process ${record.ownerPid}; stop that first.`,
    });
  }
  for (const { pid } of running) await endProcess(pid, [signal], 30_000);
  forgetProcesses(folder);
}

function readRecord(folder: string): ProcessRecord {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as ProcessRecord;
  } catch {
    // Absent, or cut off when its writer was killed: then PostgreSQL's and RabbitMQ's own locks still stand guard.
    return { ownerPid: 0, processes: [] };
  }
}
