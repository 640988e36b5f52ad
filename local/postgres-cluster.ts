/** Creates the data folder of a PostgreSQL server, or finds the one an earlier run made. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';
import type { Account } from './account.ts';
import { makeFolder } from './folders.ts';
import { commandOf, isAlive } from './processes.ts';

/** UTF-8 rules that are the same on every machine: without them lower() and trigrams fail beyond ASCII. */
const LOCALE = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** Fills `<folder>/cluster` by initdb unless it is there; a start killed in the middle leaves none behind. Answers the path. */
export async function ensureCluster(folder: string, initdb: string, account: Account | undefined): Promise<string> {
  const cluster = clusterIn(folder);
  if (existsSync(cluster)) return cluster;
  const unfinished = `${cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  makeFolder(unfinished, account);
  await run(initdb, [...LOCALE, '--username=postgres', '--auth=trust', '-D', unfinished], account);
  renameSync(unfinished, cluster);
  return cluster;
}

export const clusterIn = (folder: string): string => join(folder, 'cluster');

/**
 * Removes the lock file of a server that was killed when its process number now belongs to a stranger: PostgreSQL only asks
 * whether the number is alive and would refuse to start, which happens at once where numbers start anew with each container.
 */
export function removeStaleLock(cluster: string): void {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const isServer = isAlive(pid) && /postgres|postmaster/.test(commandOf(pid));
  if (!isServer) rmSync(lock, { force: true });
}

async function run(program: string, args: readonly string[], account: Account | undefined): Promise<void> {
  try {
    await promisify(execFile)(program, args, { cwd: '/', timeout: 60_000, ...account });
  } catch (cause) {
    throw new HubError('LOCAL_SERVER_FAILED', { detail: `initdb failed: ${String(cause).slice(0, 1000)}`, cause });
  }
}
