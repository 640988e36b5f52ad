/** How a command chooses dead letters: by ids, or all of a group, destination or type. */
import type { Command } from 'commander';
import { addHubOptions, type HubOptions } from '../hub-client.ts';

export interface ChoiceOptions extends HubOptions {
  readonly group?: string;
  readonly destination?: string;
  readonly type?: string;
}

export interface ActOptions extends ChoiceOptions {
  readonly reason: string;
}

export const addChoice = (command: Command): Command =>
  addHubOptions(command)
    .option('--group <fingerprint>', 'of this failure group')
    .option('--destination <name>', 'for this destination')
    .option('--type <type>', 'of this message type');

export const addAct = (letters: Command, name: string, does: string): Command =>
  addChoice(
    letters.command(name).argument('[ids...]').description(`${does}: named ones, or all of a group, destination or type`),
  ).requiredOption('--reason <text>', 'recorded with the action');

/** Exactly as chosen: what does not choose, or chooses twice, the hub refuses. */
export function bodyOf(ids: readonly string[], { group, destination, type, reason }: ActOptions): Record<string, unknown> {
  const isFiltered = destination !== undefined || type !== undefined;
  const filter = { ...(group && { group }), ...(destination && { destination }), ...(type && { type }) };
  return {
    reason,
    ...(ids.length > 0 ? { ids } : {}),
    ...(isFiltered ? { filter } : {}),
    ...(group !== undefined && !isFiltered ? { group } : {}),
  };
}
