/** What can be asked about and done to a process of the machine that may not be a child of ours. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { waitFor } from './wait-for.ts';

/** False for a zombie too: where nobody reaps, it would seem alive for ever. */
export function isAlive(pid: number): boolean {
  return sendSignal(pid, 0) && !isZombie(pid);
}

/** Sends a signal; false when the process is gone or not ours to signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** The command line, or '' when the process is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return process.platform === 'linux' ? '' : commandByPs(pid);
  }
}

/** Sends the signals one after the other until the process is gone, waiting `patienceMs` after each; SIGKILL is the last. */
export async function endProcess(pid: number, signals: readonly NodeJS.Signals[], patienceMs: number): Promise<void> {
  for (const signal of [...signals, 'SIGKILL' as const]) {
    if (!isAlive(pid)) return;
    sendSignal(pid, signal);
    if (await isGoneWithin(pid, patienceMs)) return;
  }
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  return waitFor(() => !isAlive(pid), { timeoutMs, what: `the end of process ${pid}` }).then(
    () => true,
    () => false,
  );
}

function isZombie(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

function commandByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
