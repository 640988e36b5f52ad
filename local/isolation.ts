/**
 * Room of our own on a RabbitMQ server that others use too: a virtual host where we may make one, else a prefix for the names of
 * all queues. Without the management plugin only rabbitmqctl can make virtual hosts, and only for root on the same machine.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { amqpAnswers, deleteQueues } from './amqp.ts';

export interface Isolation {
  /** The URL to use, with the virtual host in it. */
  readonly amqpUrl: string;
  /** What the names of all queues and exchanges must start with; '' in a virtual host of our own. */
  readonly prefix: string;
  /** Removes the virtual host, or those queues: without one, the server cannot be asked which exist. */
  remove(queueNames?: readonly string[]): Promise<void>;
}

/** Only the machine's own server is within reach of rabbitmqctl. */
const OWN_SERVERS = new Set(['127.0.0.1:5672', 'localhost:5672', '127.0.0.1:', 'localhost:']);

export async function isolation(amqpUrl: string): Promise<Isolation> {
  const name = `hub-${randomBytes(5).toString('hex')}`;
  return (await virtualHost(amqpUrl, name)) ?? sharedHost(amqpUrl, `${name}.`);
}

async function virtualHost(amqpUrl: string, name: string): Promise<Isolation | undefined> {
  const url = new URL(amqpUrl);
  if (!OWN_SERVERS.has(`${url.hostname}:${url.port}`) || url.protocol !== 'amqp:' || process.getuid?.() !== 0) return undefined;
  const user = decodeURIComponent(url.username) || 'guest';
  url.pathname = `/${name}`;
  const remove = (): Promise<void> => control(['delete_vhost', name]);
  try {
    await control(['add_vhost', name]);
    await control(['set_permissions', '-p', name, user, '.*', '.*', '.*']);
  } catch {
    await remove().catch(() => undefined);
    return undefined;
  }
  if (await amqpAnswers(url.href)) return { amqpUrl: url.href, prefix: '', remove };
  // The server at the port is not the one that rabbitmqctl speaks to, e.g. it runs in a container.
  await remove();
  return undefined;
}

function sharedHost(amqpUrl: string, prefix: string): Isolation {
  const remove = (queueNames: readonly string[] = []): Promise<void> => {
    const ours = queueNames.filter((name) => name.startsWith(prefix));
    return ours.length === 0 ? Promise.resolve() : deleteQueues(amqpUrl, ours);
  };
  return { amqpUrl, prefix, remove };
}

async function control(args: readonly string[]): Promise<void> {
  // By its name on the PATH: Debian's wrapper there changes to the account that holds the server's cookie.
  await promisify(execFile)('rabbitmqctl', args, { cwd: '/', timeout: 15_000 });
}
