/** Reads a file that an option names. */
import { readFileSync } from 'node:fs';
import { HubError } from '../broker/contract/errors.ts';

/** Throws INVALID_SETTING with the name of the option. */
export function readJsonFile(option: string, path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new HubError('INVALID_SETTING', { detail: `${option}: the file cannot be read as JSON.`, cause });
  }
}
