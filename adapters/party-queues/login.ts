/** The login of a party on RabbitMQ, which may read its own queue and publish its acknowledgements: what it is, and how it is made by hand. */
import { exchangeOf, permissionsOf, queueOf, type Permissions } from './names.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly virtualHost: string;
  readonly permissions: Permissions;
  readonly queue: string;
  readonly exchange: string;
}

export const loginOf = (destination: string, { password, virtualHost }: Pick<Login, 'password' | 'virtualHost'>): Login => ({
  user: destination,
  password,
  virtualHost,
  permissions: permissionsOf(destination),
  queue: queueOf(destination),
  exchange: exchangeOf(destination),
});

/** For a shell on a node of RabbitMQ. The password goes through a pipe, so that no list of processes shows it; who has the login gets a new one. */
export function commandsFor({ user, password, virtualHost, permissions }: Login): readonly string[] {
  const { configure, write, read } = permissions;
  const withPassword = (act: string): string => `printf '%s\\n' ${quoted(password)} | rabbitmqctl ${act} ${quoted(user)}`;
  return [
    `${withPassword('add_user')} || ${withPassword('change_password')}`,
    `rabbitmqctl set_user_tags ${quoted(user)}`,
    `rabbitmqctl set_permissions -p ${[virtualHost, user, configure, write, read].map(quoted).join(' ')}`,
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
