/** What stands on RabbitMQ for a party, pure: its queue, the exchange that takes its acknowledgements, and the hub's queue behind it. */

export const queueOf = (destination: string): string => `parties.${destination}`;
export const exchangeOf = (destination: string): string => `parties.${destination}.acknowledgements`;
/** Bears the name of its exchange. */
export const acknowledgementsOf = (destination: string): string => exchangeOf(destination);

/** Permissions of the party's login as RabbitMQ takes them, regular expressions of names. */
export interface Permissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** It may read its queue and publish acknowledgements, and nothing else: not even declare or delete the queue. */
export const permissionsOf = (destination: string): Permissions => ({
  configure: '^$',
  write: only(exchangeOf(destination)),
  read: only(queueOf(destination)),
});

const only = (name: string): string => `^${name.replaceAll(/[^A-Za-z0-9_]/g, String.raw`\$&`)}$`;
