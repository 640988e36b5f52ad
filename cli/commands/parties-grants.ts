/** `hub parties grant|end-grant`: what a party may do with which message types and for which purpose, on which legal basis. */
import type { Command } from 'commander';
import type { NewGrant } from '../../broker/access/grants.ts';
import { withAdministration } from '../administration.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer } from '../output.ts';

interface GrantOptions extends DatabaseOptions {
  readonly operation: NewGrant['operation'];
  readonly type: string;
  readonly purpose?: string;
  readonly legalBasis: string;
  readonly validFrom?: string;
  readonly validTo?: string;
}

export function addGrantCommands(parties: Command): void {
  addGrant(parties);
  parties
    .command('end-grant')
    .argument('<id>', 'as grant answered it, or parties list --json')
    .description('end a grant from now on')
    .addOption(databaseOption())
    .action(async (id: string, options: DatabaseOptions, command: Command) => {
      await withAdministration(options, (administration) => administration.endGrant(id));
      answer(command, { json: { ended: id }, words: `ended grant ${id}` });
    });
}

function addGrant(parties: Command): void {
  parties
    .command('grant')
    .argument('<party>')
    .description('let a party do something')
    .requiredOption('--operation <operation>', 'submit, receive, sis-search or registers')
    .requiredOption('--legal-basis <text>', 'why it may')
    .option('--type <type>', 'message type, prefix.* or *', '*')
    .option('--purpose <purpose>', 'only for this purpose (default: every purpose)')
    .option('--valid-from <instant>', 'ISO 8601 (default: now)')
    .option('--valid-to <instant>', 'ISO 8601 (default: no end)')
    .addOption(databaseOption())
    .action(async (party: string, options: GrantOptions, command: Command) => {
      const { id } = await withAdministration(options, (administration) => administration.grant(grantOf(party, options)));
      answer(command, { json: { id }, words: `granted, id ${id}` });
    });
}

const grantOf = (party: string, { operation, type, legalBasis, purpose, validFrom, validTo }: GrantOptions): NewGrant => ({
  party,
  operation,
  messageType: type,
  legalBasis,
  purpose: purpose ?? null,
  validFrom: validFrom ?? null,
  validTo: validTo ?? null,
});
