/**
 * Proves that a node hears what is sent to it: it calls itself by way of RabbitMQ. A node that looks connected and hears nothing
 * would let every search through it run into its deadline, so it is better ended and started again. While RabbitMQ itself does
 * not answer there is nothing to hear, and the node goes on.
 */
import type { Logger } from '../contract/doors.ts';
import { orAfter } from './or-after.ts';

export interface WatchdogOptions {
  readonly everyMs: number;
  /** So many calls in a row without an echo, with RabbitMQ answering, make a node deaf. */
  readonly missesUntilDeaf: number;
  /** Whether the node heard itself within the time. */
  readonly echo: (timeoutMs: number) => Promise<boolean>;
  /** Whether RabbitMQ answers on another connection. */
  readonly isBrokerUp: () => Promise<void>;
  readonly onDeaf: (words: string) => void;
  readonly log: Logger;
}

export interface Watchdog {
  start(): void;
  stop(): void;
  /** Calls in a row that were not heard. */
  missed(): number;
}

export function createWatchdog(options: WatchdogOptions): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let missed = 0;
  const look = async (): Promise<void> => {
    missed = (await isDeafNow(options)) ? missed + 1 : 0;
    if (stopped) return;
    if (missed > 0) options.log.warn({ missed }, 'the node did not hear its own call through RabbitMQ');
    if (missed < options.missesUntilDeaf) return again();
    stopped = true;
    options.onDeaf(`The node is deaf: RabbitMQ answers, but ${missed} calls to itself through it did not arrive.`);
  };
  const again = (): void => {
    timer = setTimeout(() => void look(), options.everyMs);
  };
  return {
    missed: () => missed,
    start: again,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function isDeafNow({ echo, isBrokerUp, everyMs }: WatchdogOptions): Promise<boolean> {
  if (await echo(everyMs)) return false;
  const answers = isBrokerUp().then(
    () => true,
    () => false,
  );
  return orAfter(answers, everyMs, false);
}
