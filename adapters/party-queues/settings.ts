/** Settings of the node and of a destination that has a queue of its own; held equal to settings.schema.json and destination.schema.json. */
export interface PartyQueuesSettings {
  /** amqp:// or amqps://, with the hub's login and the virtual host in which the parties' queues are. */
  readonly url: string;
  readonly connectTimeoutMs?: number;
}

export interface QueueDestination {
  /** Content mode of CloudEvents over AMQP; default structured. */
  readonly mode?: 'structured' | 'binary';
  /** In binary mode; default the one that JMS selectors understand. */
  readonly attributePrefix?: 'cloudEvents_' | 'cloudEvents:';
  /** Until a message that is not acknowledged is published again; it lies in the queue no longer than that. */
  readonly acknowledgeWithinMs?: number;
  /** More than that the queue does not take, if it is the hub that makes it. */
  readonly maxMessages?: number;
}

export const asDestination = (settings: Readonly<Record<string, unknown>>): Required<QueueDestination> => ({ ...DEFAULTS, ...settings });

const DEFAULTS: Required<QueueDestination> = {
  mode: 'structured',
  attributePrefix: 'cloudEvents_',
  acknowledgeWithinMs: 300_000,
  maxMessages: 10_000,
};
