/** `hub dead-letters list|retry|discard`: what was given up, and what becomes of it, decided with a reason on a running hub. */
import type { Command } from 'commander';
import { addHubOptions, askHub, withQuery, type HubOptions } from '../hub-client.ts';
import { answer, progress, table, type TableRow } from '../output.ts';

interface ChoiceOptions extends HubOptions {
  readonly group?: string;
  readonly destination?: string;
  readonly type?: string;
}

interface ListOptions extends ChoiceOptions {
  readonly limit?: string;
  readonly after?: string;
}

interface ActOptions extends ChoiceOptions {
  readonly reason: string;
}

interface Page {
  readonly deadLetters: readonly TableRow[];
  readonly next: string | null;
}

interface Round {
  readonly total: number;
  readonly done: number;
}

type Act = (options: HubOptions, body: unknown) => Promise<Round>;

const COLUMNS = ['id', 'destination', 'sender', 'type', 'cause', 'attempts', 'diedAt', 'group'];

export function addDeadLetterCommands(program: Command): void {
  const letters = program.command('dead-letters').description('deliveries that the hub gave up, on a running hub');
  addList(letters);
  addAct(letters, { name: 'retry', does: 'put dead letters back to delivery', done: 'retried', act: retryRound });
  addAct(letters, { name: 'discard', does: 'give dead letters up for good', done: 'discarded', act: discardRound });
}

const addChoice = (command: Command): Command =>
  addHubOptions(command)
    .option('--group <fingerprint>', 'of this failure group')
    .option('--destination <name>', 'for this destination')
    .option('--type <type>', 'of this message type');

function addList(letters: Command): void {
  addChoice(letters.command('list').description('a page of dead letters'))
    .option('--limit <count>', 'at most so many (default: 50)')
    .option('--after <id>', 'go on after this one')
    .action(async (options: ListOptions, command: Command) => {
      const { group, destination, type, limit, after } = options;
      const path = withQuery('/operations/dead-letters', { group, destination, type, limit, after });
      const page = await askHub<Page>(options, { method: 'GET', path });
      const more = page.next === null ? '' : `\nmore with --after ${page.next}`;
      answer(command, { json: page, words: table(COLUMNS, page.deadLetters) + more });
    });
}

interface Action {
  readonly name: string;
  readonly does: string;
  readonly done: string;
  readonly act: Act;
}

function addAct(letters: Command, { name, does, done, act }: Action): void {
  addChoice(letters.command(name).argument('[ids...]').description(`${does}: named ones, or all of a group, destination or type`))
    .requiredOption('--reason <text>', 'recorded with the action')
    .action(async (ids: string[], options: ActOptions, command: Command) => {
      const count = await actOnAll(act, options, bodyOf(ids, options));
      answer(command, { json: { [done]: count }, words: `${count} ${done}` });
    });
}

/** Exactly as chosen: what does not choose, or chooses twice, the hub refuses. */
function bodyOf(ids: readonly string[], { group, destination, type, reason }: ActOptions): Record<string, unknown> {
  const isFiltered = destination !== undefined || type !== undefined;
  const filter = { ...(group && { group }), ...(destination && { destination }), ...(type && { type }) };
  return {
    reason,
    ...(ids.length > 0 ? { ids } : {}),
    ...(isFiltered ? { filter } : {}),
    ...(group !== undefined && !isFiltered ? { group } : {}),
  };
}

/** The hub takes so many a call. Ends with as many as there were at first: what dies anew meanwhile is not acted on again. */
async function actOnAll(act: Act, options: HubOptions, body: unknown): Promise<number> {
  let count = 0;
  for (let total = Infinity; count < total;) {
    const round = await act(options, body);
    total = Math.min(total, round.total);
    count += round.done;
    if (round.done === 0) break;
    if (count < total) progress(`${count} of ${total}`);
  }
  return count;
}

async function retryRound(options: HubOptions, body: unknown): Promise<Round> {
  type Answer = { readonly job: { readonly total: number; readonly retried: number } };
  const { job } = await askHub<Answer>(options, { method: 'POST', path: '/operations/dead-letters/retries', body });
  return { total: job.total, done: job.retried };
}

async function discardRound(options: HubOptions, body: unknown): Promise<Round> {
  type Answer = { readonly total: number; readonly discarded: number };
  const { total, discarded } = await askHub<Answer>(options, { method: 'POST', path: '/operations/dead-letters/discards', body });
  return { total, done: discarded };
}
