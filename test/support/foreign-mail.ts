/**
 * Debian's swaks, a mail client that shares nothing with us. Where it is missing it is installed if we are root on Debian; else the test that
 * needs it fails and says so.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages, mayInstallPackages } from '../../local/debian-packages.ts';

const SWAKS = '/usr/bin/swaks';

export async function needSwaks(): Promise<void> {
  if (existsSync(SWAKS)) return;
  if (!mayInstallPackages()) throw new Error(`${SWAKS} is missing, and only root on Debian installs it: apt-get install swaks`);
  await installPackages('swaks');
}

export interface Swaks {
  readonly exitCode: number;
  /** The whole conversation. */
  readonly transcript: string;
}

export const swaks = (args: readonly string[]): Promise<Swaks> =>
  new Promise((resolve) => {
    execFile(SWAKS, [...args], { timeout: 30_000, maxBuffer: 4 * 1024 * 1024 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, transcript: stdout + stderr });
    });
  });
