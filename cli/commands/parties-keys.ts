/** `hub parties key issue|rotate|revoke`: a key is shown once, here, and never again. */
import type { Command } from 'commander';
import type { IssuedKey } from '../../broker/access/keys.ts';
import { withAdministration } from '../administration.ts';
import { databaseOption, wholeNumber, type DatabaseOptions } from '../options.ts';
import { answer } from '../output.ts';

interface KeyOptions extends DatabaseOptions {
  readonly expiresAt?: string;
}

interface RotateOptions extends KeyOptions {
  readonly overlapHours: number;
}

const HOUR_MS = 3_600_000;

export function addKeyCommands(parties: Command): void {
  const key = parties.command('key').description('API keys of a party');
  addIssue(key);
  addRotate(key);
  key
    .command('revoke')
    .argument('<idOrPrefix>')
    .description('end a key; every node refuses it within seconds')
    .addOption(databaseOption())
    .action(async (idOrPrefix: string, options: DatabaseOptions, command: Command) => {
      await withAdministration(options, (administration) => administration.revokeKey(idOrPrefix));
      answer(command, { json: { revoked: idOrPrefix }, words: `revoked ${idOrPrefix}` });
    });
}

function addIssue(key: Command): void {
  key
    .command('issue')
    .argument('<party>')
    .description('issue a key beside those the party has')
    .option('--expires-at <instant>', 'ISO 8601; without it the key does not expire')
    .addOption(databaseOption())
    .action(async (party: string, options: KeyOptions, command: Command) => {
      tell(command, await withAdministration(options, (administration) => administration.issueKey(party, termsOf(options))));
    });
}

function addRotate(key: Command): void {
  key
    .command('rotate')
    .argument('<party>')
    .description('issue a new key and let the others run out')
    .option('--overlap-hours <hours>', 'for how long the keys so far still work', wholeNumber, 24)
    .option('--expires-at <instant>', 'of the new key, ISO 8601')
    .addOption(databaseOption())
    .action(async (party: string, options: RotateOptions, command: Command) => {
      const rotation = { ...termsOf(options), overlapMs: options.overlapHours * HOUR_MS };
      tell(command, await withAdministration(options, (administration) => administration.rotateKey(party, rotation)));
    });
}

const termsOf = ({ expiresAt }: KeyOptions): { expiresAt?: string } => (expiresAt === undefined ? {} : { expiresAt });

function tell(command: Command, { id, prefix, apiKey }: IssuedKey): void {
  answer(command, { json: { id, prefix, apiKey }, words: `API key (shown only now): ${apiKey}\nid ${id}, prefix ${prefix}` });
}
