/** `hub dead-letters list|discard`, with the retries beside them: what was given up, and what becomes of it, decided on a running hub. */
import type { Command } from 'commander';
import type { OperationsDeadLetters, OperationsDiscarded } from '../../schemas/types.generated.ts';
import { askHub, withQuery, type HubOptions } from '../hub-client.ts';
import { answer, progress, table } from '../output.ts';
import { addAct, addChoice, bodyOf, type ActOptions, type ChoiceOptions } from './dead-letters-choice.ts';
import { addRetryCommands } from './dead-letters-retry.ts';

interface ListOptions extends ChoiceOptions {
  readonly limit?: string;
  readonly after?: string;
}

const COLUMNS = ['id', 'destination', 'sender', 'type', 'cause', 'attempts', 'diedAt', 'group'];

export function addDeadLetterCommands(program: Command): void {
  const letters = program.command('dead-letters').description('deliveries that the hub gave up, on a running hub');
  addList(letters);
  addRetryCommands(letters);
  addAct(letters, 'discard', 'give dead letters up for good').action(async (ids: string[], options: ActOptions, command: Command) => {
    const discarded = await discardAll(options, bodyOf(ids, options));
    answer(command, { json: { discarded }, words: `${discarded} discarded` });
  });
}

function addList(letters: Command): void {
  addChoice(letters.command('list').description('a page of dead letters'))
    .option('--limit <count>', 'at most so many (default: 50)')
    .option('--after <id>', 'go on after this one')
    .action(async (options: ListOptions, command: Command) => {
      const { group, destination, type, limit, after } = options;
      const path = withQuery('/operations/dead-letters', { group, destination, type, limit, after });
      const page = await askHub<OperationsDeadLetters>(options, { method: 'GET', path });
      const more = page.next === null ? '' : `\nmore with --after ${page.next}`;
      answer(command, {
        json: page,
        words:
          table(
            COLUMNS,
            page.deadLetters.map((letter) => ({ ...letter })),
          ) + more,
      });
    });
}

/** The hub takes so many a call. Ends with as many as there were at first: what dies meanwhile is not given up. */
async function discardAll(options: HubOptions, body: unknown): Promise<number> {
  let count = 0;
  for (let total = Infinity; count < total;) {
    const round = await askHub<OperationsDiscarded>(options, { method: 'POST', path: '/operations/dead-letters/discards', body });
    total = Math.min(total, round.total);
    count += round.discarded;
    if (round.discarded === 0) break;
    if (count < total) progress(`${count} of ${total}`);
  }
  return count;
}
