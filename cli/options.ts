/** Options that several commands share, and how their texts are read. */
import { InvalidArgumentError, Option } from 'commander';
import { HubError } from '../broker/contract/errors.ts';

export interface DatabaseOptions {
  readonly database?: string;
}

export const databaseOption = (): Option => new Option('--database <url>', 'PostgreSQL of the hub').env('DATABASE_URL');

/** Throws CONFIG_INVALID. */
export function databaseUrl({ database }: DatabaseOptions): string {
  if (database) return database;
  throw new HubError('CONFIG_INVALID', { detail: 'DATABASE_URL: is missing (or name the database by --database).' });
}

export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

export const list = (text: string): string[] => text.split(',').map((part) => part.trim());

/** For an option that may stand several times. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];
