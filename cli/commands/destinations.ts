/** `hub destinations list|hold|resume`: where messages go, how much waits, and stopping or starting the sending on a running hub. */
import type { Command } from 'commander';
import { addHubOptions, askHub, type HubOptions } from '../hub-client.ts';
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
