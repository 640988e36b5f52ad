/** All commands as one program. What goes wrong ends in one text of the error catalogue on stderr and in the exit code, never in a stack. */
import { Command, CommanderError } from 'commander';
import { HubError } from '../broker/contract/errors.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBench } from './commands/bench.ts';
import { addDeadLetterCommands } from './commands/dead-letters.ts';
import { addDestinationCommands } from './commands/destinations.ts';
import { addExplain } from './commands/explain.ts';
import { addAmqpCommand } from './commands/parties-amqp.ts';
import { addGrantCommands } from './commands/parties-grants.ts';
import { addKeyCommands } from './commands/parties-keys.ts';
import { addMessageCommands } from './commands/messages.ts';
import { addMigrate } from './commands/migrate.ts';
import { addNetworkCommands } from './commands/network.ts';
import { addOfficerCommands } from './commands/parties-officers.ts';
import { addPartyCommands } from './commands/parties.ts';
import { addSimulateCommands } from './commands/simulate.ts';
import { writeFailure } from './failure.ts';

/** Resolves to the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) return writeFailure(error, args.includes('--json'));
    // Help was asked for (0), or shown for want of a command (1).
    if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode;
    const detail = `${error.message.replace(/^error: /, '')}. "npm run hub -- --help" names the commands.`;
    return writeFailure(new HubError('INVALID_PARAMETER', { detail }), args.includes('--json'));
  }
}

function createProgram(): Command {
  const program = new Command('hub')
    .description('Operators’ commands of the integration hub')
    .option('--json', 'answer with one JSON document')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined });
  addMigrate(program);
  const parties = addPartyCommands(program);
  addKeyCommands(parties);
  addGrantCommands(parties);
  addOfficerCommands(parties);
  addAmqpCommand(parties);
  for (const add of [
    addMessageCommands,
    addDeadLetterCommands,
    addDestinationCommands,
    addNetworkCommands,
    addAuditCommands,
    addSimulateCommands,
    addExplain,
    addBench,
  ])
    add(program);
  return program;
}
