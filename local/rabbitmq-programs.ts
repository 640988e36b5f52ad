/** Finds an installed RabbitMQ that can be run as a private node, and installs Debian's where root may. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';
import type { Log } from './folders.ts';

export interface RabbitPrograms {
  readonly server: string;
  readonly ctl: string;
  readonly epmd: string;
}
