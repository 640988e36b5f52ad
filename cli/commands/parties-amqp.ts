/** `hub parties amqp`: the login with which a party reads its queue and acknowledges; made here, or told as commands for an administrator. */
import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { commandsFor, loginOf, type Login } from '../../adapters/party-queues/login.ts';
import { makeLogin } from '../../adapters/party-queues/management.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { withAdministration, withPool } from '../administration.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer } from '../output.ts';

interface AmqpOptions extends DatabaseOptions {
  readonly virtualHost: string;
  readonly management?: string;
}

const PASSWORD_BYTES = 24;

export function addAmqpCommand(parties: Command): void {
  parties
    .command('amqp')
    .argument('<party>', 'which receives through the adapter party-queues')
    .description('make the login of a party on RabbitMQ, or give it a new password; without a management API, print the commands')
    .option('--virtual-host <name>', 'where the queues of parties are', '/')
    .addOption(new Option('--management <url>', 'such as http://admin:…@rabbit:15672').env('RABBITMQ_MANAGEMENT_URL'))
    .addOption(databaseOption())
    .action(async (party: string, options: AmqpOptions, command: Command) => {
      await requireQueue(party, options);
      const login = loginOf(party, { password: randomBytes(PASSWORD_BYTES).toString('base64url'), virtualHost: options.virtualHost });
      await withAdministration(options, (administration) => administration.recordLogin(party));
      const isMade = options.management !== undefined && (await makeLogin(options.management, login));
      tell(command, login, isMade);
    });
}

async function requireQueue(party: string, options: DatabaseOptions): Promise<void> {
  const text = 'SELECT adapter FROM destination WHERE name = $1';
  const [found] = await withPool(options, async (pool) => (await pool.query<{ adapter: string }>(text, [party])).rows);
  if (found === undefined) throw new HubError('NOT_FOUND', { detail: `There is no destination ${party}.` });
  if (found.adapter === 'party-queues') return;
  throw new HubError('INVALID_STATE', { detail: `${party} does not receive through a queue of its own, but through ${found.adapter}.` });
}

function tell(command: Command, login: Login, isMade: boolean): void {
  const { user, password, virtualHost, queue, exchange } = login;
  const about = { user, password, virtualHost, queue, exchange, made: isMade };
  const names = `virtual host ${virtualHost}, queue ${queue}, acknowledgements to the exchange ${exchange}`;
  if (isMade) {
    answer(command, { json: about, words: `login ${user}, password (shown only now): ${password}\n${names}` });
    return;
  }
  const commands = commandsFor(login);
  const words = [
    '# No management API answered. On a node of RabbitMQ, as its administrator (the password is shown only now):',
    ...commands,
    `# ${names}`,
  ];
  answer(command, { json: { ...about, commands }, words: words.join('\n') });
}
