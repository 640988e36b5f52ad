/**
 * The files and the environment that make an installed RabbitMQ a private node: nothing of the machine's own RabbitMQ is read
 * or touched, and everything listens on 127.0.0.1 only.
 */
import { chownSync, chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { makeFolder } from './folders.ts';

export interface NodePorts {
  readonly amqp: number;
  readonly distribution: number;
  readonly epmd: number;
  /** Of the management API; without it the plugin is not enabled. */
  readonly management?: number;
}

/** Each node has its own name server (epmd), so one name does for all. */
const NODE_NAME = 'hub@localhost';
/** One scheduler, no busy waiting: the node shares the machine with the tests. */
const ERLANG_FLAGS = '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +S 1:1';

/** Writes folders, cookie and configuration; keeps a store that is there. */
export function writeNodeFiles(folder: string, ports: NodePorts, account: Account | undefined): void {
  for (const name of ['home', 'log', 'mnesia']) makeFolder(join(folder, name), account);
  const cookie = join(folder, 'home', '.erlang.cookie');
  if (!existsSync(cookie)) writeFileSync(cookie, randomBytes(16).toString('hex').toUpperCase());
  chmodSync(cookie, 0o400);
  if (account) chownSync(cookie, account.uid, account.gid);
  const { amqp, management } = ports;
  const api = management === undefined ? '' : `management.tcp.port = ${management}\nmanagement.tcp.ip = 127.0.0.1\n`;
  writeFileSync(join(folder, 'rabbitmq.conf'), `listeners.tcp.default = 127.0.0.1:${amqp}\n${api}`);
  writeFileSync(join(folder, 'enabled_plugins'), management === undefined ? '[].\n' : '[rabbitmq_management].\n');
}

/** Forgets every queue, message and setting. */
export function wipeStore(folder: string, account: Account | undefined): void {
  rmSync(storeIn(folder), { recursive: true, force: true });
  makeFolder(storeIn(folder), account);
}

export const storeIn = (folder: string): string => join(folder, 'mnesia');

/** What RabbitMQ's programs need to serve or to find the node of this folder. */
export function nodeEnvironment(folder: string, ports: NodePorts): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RABBITMQ|ERL)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Then the script becomes the server instead of watching it: one process number, which takes SIGTERM in order.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_NODENAME: NODE_NAME,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_MNESIA_BASE: storeIn(folder),
    RABBITMQ_SCHEMA_DIR: join(storeIn(folder), 'schema'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(storeIn(folder), 'config'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(storeIn(folder), 'node.pid'),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: ERLANG_FLAGS,
  };
}
