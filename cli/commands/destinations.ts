/** `hub destinations list|hold|resume|set`: where messages go, how much waits, stopping and starting the sending on a running hub, settings. */
import type { Command } from 'commander';
import { withAdministration } from '../administration.ts';
import { addHubOptions, askHub, type HubOptions } from '../hub-client.ts';
import { readJsonFile } from '../json-file.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer, table, type TableRow } from '../output.ts';

interface HeldAnswer {
  readonly name: string;
  readonly held: boolean;
  readonly reason: string | null;
}

interface ActOptions extends HubOptions {
  readonly reason: string;
}

type Listed = TableRow & { readonly breaker: { readonly state: string } };

const COLUMNS = ['name', 'depth', 'breaker', 'held', 'heldBy', 'reason'];

export function addDestinationCommands(program: Command): void {
  const destinations = program.command('destinations').description('where messages go, on a running hub');
  addHubOptions(destinations.command('list').description('all destinations with what waits for them')).action(
    async (options: HubOptions, command: Command) => {
      const body = await askHub<{ destinations: Listed[] }>(options, { method: 'GET', path: '/operations/destinations' });
      const rows = body.destinations.map((row) => ({ ...row, breaker: row.breaker.state }));
      answer(command, { json: body, words: table(COLUMNS, rows) });
    },
  );
  addAct(destinations, 'hold', 'stop sending to a destination; messages for it wait');
  addAct(destinations, 'resume', 'send to a destination again');
  addSet(destinations);
}

interface SetOptions extends DatabaseOptions {
  readonly settings?: string;
  readonly policy?: string;
}

/** Over the database alone: nodes follow within two seconds. */
function addSet(destinations: Command): void {
  destinations
    .command('set')
    .argument('<name>')
    .description('replace the settings or the policy of a destination')
    .option('--settings <file>', 'JSON file with all settings')
    .option('--policy <file>', 'JSON file with what differs from the policy of the node')
    .addOption(databaseOption())
    .action(async (name: string, options: SetOptions, command: Command) => {
      const change = {
        ...(options.settings === undefined ? {} : { settings: readJsonFile('--settings', options.settings) }),
        ...(options.policy === undefined ? {} : { policy: readJsonFile('--policy', options.policy) }),
      };
      await withAdministration(options, (administration) => administration.setDestination(name, change));
      answer(command, { json: { name, changed: Object.keys(change) }, words: `${name} is changed` });
    });
}

function addAct(destinations: Command, verb: 'hold' | 'resume', does: string): void {
  addHubOptions(destinations.command(verb).argument('<name>').description(does))
    .requiredOption('--reason <text>', 'recorded with the action')
    .action(async (name: string, options: ActOptions, command: Command) => {
      const path = `/operations/destinations/${encodeURIComponent(name)}/${verb}`;
      const body = await askHub<HeldAnswer>(options, { method: 'POST', path, body: { reason: options.reason } });
      answer(command, { json: body, words: `${name} ${body.held ? `is held: ${body.reason ?? ''}` : 'is not held'}` });
    });
}
