/** `hub messages show|trace`: where a message is and what was tried, asked of a running hub. */
import type { Command } from 'commander';
import { addHubOptions, askHub, type HubOptions } from '../hub-client.ts';
import { answer, table, type TableRow } from '../output.ts';
import { addTrace } from './messages-trace.ts';

interface ShownMessage {
  readonly id: string;
  readonly state: string;
  readonly party: string;
  readonly type: string;
  readonly acceptedAt: string;
  readonly deliveries: readonly (TableRow & { readonly failedAttempts: readonly TableRow[] })[];
}

const DELIVERY = ['id', 'destination', 'state', 'position', 'attempts', 'finishedAt', 'nextAttemptAt', 'reason'];
const ATTEMPT = ['delivery', 'attempt', 'startedAt', 'durationMs', 'outcome', 'errorCode', 'status'];

export function addMessageCommands(program: Command): void {
  const messages = program.command('messages').description('messages of a running hub');
  addTrace(messages);
  addHubOptions(messages.command('show').argument('<id>').description('one message, its deliveries and every failed attempt')).action(
    async (id: string, options: HubOptions, command: Command) => {
      const message = await askHub<ShownMessage>(options, { method: 'GET', path: `/messages/${encodeURIComponent(id)}` });
      answer(command, { json: message, words: wordsOf(message) });
    },
  );
}

function wordsOf({ id, state, party, type, acceptedAt, deliveries }: ShownMessage): string {
  const failed = deliveries.flatMap((delivery) => delivery.failedAttempts.map((attempt) => ({ delivery: delivery.id, ...attempt })));
  const head = `${id} is ${state}\n${type} of ${party}, accepted ${acceptedAt}`;
  const attempts = failed.length === 0 ? [] : ['', 'Failed attempts', table(ATTEMPT, failed)];
  return [head, '', 'Deliveries', table(DELIVERY, deliveries), ...attempts].join('\n');
}
