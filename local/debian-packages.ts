/** Installs packages of Debian where that is allowed: as root on a Debian machine. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';

const INSTALL_MS = 300_000;

export const mayInstallPackages = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** With apt-get update only if a package is not known yet. HubError LOCAL_SERVER_FAILED says what failed. */
export async function installPackages(...names: readonly string[]): Promise<void> {
  const install = ['install', '-y', '--no-install-recommends', ...names];
  await aptGet(install).catch(() => aptGet(['update']).then(() => aptGet(install)));
}

async function aptGet(args: readonly string[]): Promise<void> {
  // Run level 1: the service of a package is not started; those we need we start ourselves.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  try {
    await promisify(execFile)('apt-get', args, { env, timeout: INSTALL_MS, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    throw new HubError('LOCAL_SERVER_FAILED', { detail: `apt-get ${args.join(' ')} failed: ${String(cause).slice(-1000)}`, cause });
  }
}
