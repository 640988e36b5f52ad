/**
 * Places for servers' files that their account can really use. A checkout below a folder closed to others (as root's home is)
 * cannot serve an unprivileged account; then the files go to a folder of their own elsewhere, always the same one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { HubError } from '../broker/contract/errors.ts';
import type { Account } from './account.ts';

export type Log = (line: string) => void;

/** Makes the wanted folder, or another one if the account cannot work there, which it says in one line. Answers where it is. */
export function usableFolder(wanted: string, account: Account | undefined, log: Log): string {
  const folder = resolve(wanted);
  makeFolder(folder, account);
  if (canWork(folder, account)) return folder;
  const instead = join(ownPlace(folder), basename(folder));
  makeFolder(instead, account);
  log(`${folder} is closed to the account of the server, so its files are in ${instead}.`);
  return instead;
}

/** A new folder for the time being, through which other accounts can pass to folders of their own in it. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `hub-${purpose}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Makes a folder that only the account may enter. */
export function makeFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);
}

/** The folder of programs itself, or a copy of it that the account can reach. `probe` is a program in it that answers --version. */
export function usablePrograms(folder: string, probe: string, account: Account | undefined): string {
  if (!account || runs(join(folder, probe), account)) return folder;
  const version = spawnSync(join(folder, probe), ['--version'], { encoding: 'utf8' }).stdout;
  const copy = join(ownPlace(`${folder} ${version}`), basename(folder));
  if (!existsSync(copy)) {
    rmSync(`${copy}.new`, { recursive: true, force: true });
    cpSync(folder, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  if (runs(join(copy, probe), account)) return copy;
  throw new HubError('LOCAL_SERVER_FAILED', { detail: `The server's account can run the programs neither in ${folder} nor in ${copy}.` });
}

/** Removes a folder of usableFolder and, if it was made elsewhere, the place around it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const around = resolve(folder, '..');
  if (basename(around).startsWith('hub-local-')) rmSync(around, { recursive: true, force: true });
}

function ownPlace(whatFor: string): string {
  // Not /tmp where there is a choice: data kept from run to run should outlive a reboot.
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const place = join(base, `hub-local-${createHash('sha256').update(whatFor).digest('hex').slice(0, 12)}`);
  mkdirSync(place, { recursive: true, mode: 0o711 });
  const found = lstatSync(place);
  if (found.isDirectory() && found.uid === process.getuid?.()) return place;
  throw new HubError('LOCAL_SERVER_FAILED', { detail: `${place} belongs to somebody else; remove it.` });
}

function canWork(folder: string, account: Account | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w . && test -x .', 'sh', folder], { cwd: '/', ...account }).status === 0;
}

function runs(program: string, account: Account): boolean {
  return spawnSync(program, ['--version'], { cwd: '/', ...account }).status === 0;
}
