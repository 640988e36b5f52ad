/** `hub network list|open|reread|handled`: mails of other states that could not be used, on a running hub. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { OperationsNetworkMail, OperationsNetworkMailContent, OperationsNetworkMails } from '../../schemas/types.generated.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { addHubOptions, askHub, withQuery, type HubOptions } from '../hub-client.ts';
import { answer, table } from '../output.ts';

interface ListOptions extends HubOptions {
  readonly state?: string;
  readonly handling?: string;
  readonly limit?: string;
  readonly after?: string;
}

interface ActOptions extends HubOptions {
  readonly reason: string;
}

interface OpenOptions extends ActOptions {
  readonly save?: string;
}

const PATH = '/operations/network-mails';
const COLUMNS = ['id', 'state', 'receivedAt', 'sizeBytes', 'handling', 'handledBy', 'reason'];

export function addNetworkCommands(program: Command): void {
  const network = program.command('network').description('mails of other states that could not be used, on a running hub');
  addList(network);
  addOpen(network);
  addDecision(network, ['reread', 'have a mail read again, after what was wrong here was mended'], 'readings');
  addDecision(network, ['handled', 'say that nothing more is to be done about a mail'], 'handled');
}

function addList(network: Command): void {
  addHubOptions(network.command('list').description('a page of mails, the latest first'))
    .option('--state <code>', 'of this state')
    .option('--handling <word>', 'OPEN, REREAD, TAKEN or HANDLED')
    .option('--limit <count>', 'at most so many (default: 50)')
    .option('--after <id>', 'go on after this one')
    .action(async ({ state, handling, limit, after, ...options }: ListOptions, command: Command) => {
      const page = await askHub<OperationsNetworkMails>(options, {
        method: 'GET',
        path: withQuery(PATH, { state, handling, limit, after }),
      });
      const rows = page.mails.map((mail) => ({ ...mail }));
      answer(command, { json: page, words: table(COLUMNS, rows) + (page.next === null ? '' : `\nmore with --after ${page.next}`) });
    });
}

const addAct = (network: Command, name: string, does: string): Command =>
  addHubOptions(network.command(name).argument('<mail>').description(does)).requiredOption('--reason <text>', 'recorded with the action');

const act = <T>({ reason, ...options }: ActOptions, mail: string, path: string): Promise<T> =>
  askHub<T>(options, { method: 'POST', path: `${PATH}/${encodeURIComponent(mail)}/${path}`, body: { reason } });

function addOpen(network: Command): void {
  addAct(network, 'open', 'show what came; that it is opened, by whom and why is recorded')
    .option('--save <file>', 'write its bytes there instead')
    .action(async (id: string, { save, ...options }: OpenOptions, command: Command) => {
      const opened = await act<OperationsNetworkMailContent>(options, id, 'openings');
      const content = Buffer.from(opened.contentBase64, 'base64');
      if (save !== undefined) await writeNew(save, content);
      answer(command, { json: opened, words: save === undefined ? printable(content) : `${content.length} bytes in ${save}` });
    });
}

/** For nobody else to read, and over nothing that is there. */
const writeNew = (file: string, content: Buffer): Promise<void> =>
  writeFile(file, content, { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    throw new HubError('INVALID_PARAMETER', { detail: `--save: ${file} exists or cannot be written.`, cause });
  });

/** A mail may hold what a terminal would take for orders. */
const printable = (content: Buffer): string =>
  content
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');

function addDecision(network: Command, [name, does]: readonly [string, string], path: string): void {
  addAct(network, name, does).action(async (id: string, options: ActOptions, command: Command) => {
    const mail = await act<OperationsNetworkMail>(options, id, path);
    answer(command, { json: mail, words: `${mail.id} is ${mail.handling}` });
  });
}
