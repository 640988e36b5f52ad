/** `hub parties officers add|end|import`: who may ask in the name of a party. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readOfficersCsv } from '../../broker/access/officer-csv.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { withAdministration } from '../administration.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer } from '../output.ts';

interface AddOptions extends DatabaseOptions {
  readonly name: string;
  readonly unit: string;
  readonly validFrom?: string;
  readonly validTo?: string;
}

export function addOfficerCommands(parties: Command): void {
  const officers = parties.command('officers').description('the register of officers a party keeps');
  addAdd(officers);
  addEnd(officers);
  addImport(officers);
}

function addAdd(officers: Command): void {
  officers
    .command('add')
    .arguments('<party> <id>')
    .description('register an officer')
    .requiredOption('--name <name>')
    .requiredOption('--unit <unit>')
    .option('--valid-from <instant>', 'ISO 8601 (default: now)')
    .option('--valid-to <instant>', 'ISO 8601 (default: no end)')
    .addOption(databaseOption())
    .action(async (party: string, id: string, ...[options, command]: [AddOptions, Command]) => {
      const { name, unit, validFrom = null, validTo = null } = options;
      await withAdministration(options, (administration) => administration.addOfficer({ party, id, name, unit, validFrom, validTo }));
      answer(command, { json: { party, id }, words: `registered ${id} with ${party}` });
    });
}

function addEnd(officers: Command): void {
  officers
    .command('end')
    .arguments('<party> <id>')
    .description('end the registration of an officer')
    .addOption(databaseOption())
    .action(async (party: string, id: string, ...[options, command]: [DatabaseOptions, Command]) => {
      await withAdministration(options, (administration) => administration.endOfficer(party, id));
      answer(command, { json: { party, id }, words: `ended ${id} of ${party}` });
    });
}

function addImport(officers: Command): void {
  officers
    .command('import')
    .arguments('<party> <file>')
    .description('register or change all officers of a CSV file (id, name, unit, validFrom, validTo), or none; - reads stdin')
    .addOption(databaseOption())
    .action(async (party: string, file: string, ...[options, command]: [DatabaseOptions, Command]) => {
      const rows = readOfficersCsv(readText(file));
      const { added, changed } = await withAdministration(options, (administration) => administration.importOfficers(party, rows));
      answer(command, { json: { party, added, changed }, words: `${party}: ${added} added, ${changed} changed` });
    });
}

/** Names would be spoilt silently by another encoding. */
function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file === '-' ? 0 : file));
  } catch (cause) {
    throw new HubError('INVALID_SETTING', { detail: 'The list of officers cannot be read as a file in UTF-8.', cause });
  }
}
