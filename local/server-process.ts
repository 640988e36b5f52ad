/**
 * Starts one server program in a session of its own, so that the terminal's Ctrl-C does not reach it and its owner can stop
 * things in order. Output goes to a log file; the process does not keep node alive.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { HubError } from '../broker/contract/errors.ts';
import type { Account } from './account.ts';
import { endProcess } from './processes.ts';

export interface ServerProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly account: Account | undefined;
  readonly logFile: string;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface ServerProcess {
  readonly pid: number;
  hasExited(): boolean;
  /** What it has written to its log since this start, the last 2,000 characters. */
  lastWords(): string;
  /** Sends the signals in turn until it is gone, SIGKILL last. */
  end(signals: readonly NodeJS.Signals[]): Promise<void>;
}

const LOG_LIMIT_BYTES = 5_000_000;
const PATIENCE_MS = 30_000;

export function spawnServer(server: ServerProgram): ServerProcess {
  const log = openLog(server.logFile);
  const options = { cwd: server.folder, detached: true, env: server.environment ?? process.env, ...server.account };
  const child = spawn(server.program, server.args, { ...options, stdio: ['ignore', log.descriptor, log.descriptor] });
  closeSync(log.descriptor);
  child.on('error', () => undefined);
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new HubError('LOCAL_SERVER_FAILED', { detail: `${server.program} cannot be run.` });
  return {
    pid,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    lastWords: () => readFileSync(server.logFile).subarray(log.startsAt).toString('utf8').slice(-4000),
    end: (signals) => endProcess(pid, signals, PATIENCE_MS),
  };
}

function openLog(file: string): { descriptor: number; startsAt: number } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const tooLong = size > LOG_LIMIT_BYTES;
  return { descriptor: openSync(file, tooLong ? 'w' : 'a'), startsAt: tooLong ? 0 : size };
}
