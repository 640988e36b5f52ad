/** Finds an installed RabbitMQ that can be run as a private node, and installs Debian's where root may. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { HubError } from '../broker/contract/errors.ts';
import { installPackages, mayInstallPackages } from './debian-packages.ts';
import type { Log } from './folders.ts';

export interface RabbitPrograms {
  readonly server: string;
  readonly ctl: string;
  readonly epmd: string;
}

const USUAL_FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/sbin',
  '/opt/homebrew/bin',
  '/usr/lib/rabbitmq/bin',
];

/** The programs of an installed RabbitMQ, undefined when there is none. */
export function findRabbitBinary(): RabbitPrograms | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...USUAL_FOLDERS];
  const epmd = folders.map((folder) => join(folder, 'epmd')).find((file) => existsSync(file));
  const own = folders.map(ownFolder).find((folder) => folder !== undefined);
  return epmd && own ? { server: join(own, 'rabbitmq-server'), ctl: join(own, 'rabbitmqctl'), epmd } : undefined;
}

/** As findRabbitBinary; installs RabbitMQ first if it is missing and we are root on Debian. HubError LOCAL_SERVER_FAILED says what to install. */
export async function requireRabbit(log: Log): Promise<RabbitPrograms> {
  const found = findRabbitBinary() ?? (mayInstallPackages() ? await installRabbit(log) : undefined);
  if (found) return found;
  throw new HubError('LOCAL_SERVER_FAILED', {
    detail: 'RabbitMQ is not installed. Install the package rabbitmq-server, or set AMQP_URL to a server.',
  });
}

async function installRabbit(log: Log): Promise<RabbitPrograms | undefined> {
  log('RabbitMQ is not installed: installing the Debian package rabbitmq-server (about a minute) ...');
  await installPackages('rabbitmq-server');
  return findRabbitBinary();
}

/** RabbitMQ's own folder behind a program on the PATH: Debian's wrapper there refuses everybody but root and rabbitmq. */
function ownFolder(folder: string): string | undefined {
  const program = join(folder, 'rabbitmq-server');
  if (!existsSync(program)) return undefined;
  const own = dirname(realpathSync(program));
  return existsSync(join(own, 'rabbitmq-env')) ? own : undefined;
}
