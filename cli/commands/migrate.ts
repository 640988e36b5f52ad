/** `hub migrate`: brings the database to the shape this version needs; safe to repeat and beside running nodes. */
import type { Command } from 'commander';
import { askDatabase } from '../failure.ts';
import { databaseOption, databaseUrl, type DatabaseOptions } from '../options.ts';
import { answer, progress } from '../output.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the shape this version needs')
    .addOption(databaseOption())
    .action(async (options: DatabaseOptions, command: Command) => {
      const applied: string[] = [];
      const note = (text: string): void => {
        applied.push(text.replace(/^migrated /, ''));
        progress(text);
      };
      const url = databaseUrl(options);
      // Loaded only here: sequelize would slow every other command.
      const { migrate } = await import('../../broker/store/migrator.ts');
      await askDatabase(() => migrate(url, note));
      answer(command, { json: { applied }, words: applied.length === 0 ? 'nothing to migrate' : `${applied.length} migrations applied` });
    });
}
