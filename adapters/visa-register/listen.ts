/** Reads the change feed turn by turn for as long as the connection is open. */
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { createLoop } from '../../broker/contract/loop.ts';
import type { RegisterClient } from './client.ts';
import type { Codes } from './codes.ts';
import { readFeed, type FeedParts } from './feed.ts';
import { createFeedStore } from './feed-store.ts';
import type { Guard } from './guard.ts';
import type { FeedSettings } from './settings.ts';
import { changesFromWire, changesToWire } from './translate.ts';
import type { Validators } from './validate.ts';

interface ListenParts {
  readonly feed: FeedSettings;
  readonly inbound: InboundDoor;
  readonly client: RegisterClient;
  readonly codes: Codes;
  readonly validators: Validators;
  readonly guard: Guard;
  readonly doors: AdapterDoors;
}

export interface Listening {
  /** Resolves when no submission is under way any more. Idempotent. */
  stop(): Promise<void>;
}

export function listenToFeed(parts: ListenParts): Listening {
  const { feed, doors, inbound, validators } = parts;
  const ending = new AbortController();
  const store = createFeedStore(doors.store, doors.newId());
  const feedParts: FeedParts = {
    ...{ settings: feed, store, inbound, problems: doors.problems, log: doors.log, clock: doors.clock, memory: {} },
    read: (asked, signal) => readChanges(parts, asked, signal),
    entryFaults: (entry) => validators.entryFaults(entry),
  };
  const loop = createLoop({
    ...{ name: 'visa-register-feed', firstAfterMs: 0, everyMs: feed.everyMs, log: doors.log },
    run: () => readFeed(feedParts, ending.signal),
  });
  loop.start();
  return {
    stop: async () => {
      ending.abort();
      await loop.stop();
      await store.giveBack().catch(() => undefined); // else the lease runs out
    },
  };
}

const readChanges: (parts: ListenParts, ...args: Parameters<FeedParts['read']>) => ReturnType<FeedParts['read']> = async (
  parts,
  asked,
  signal,
) => {
  const { client, codes, guard, doors, feed } = parts;
  const question = { requestId: doors.newId(), ...asked };
  const within = AbortSignal.any([signal, AbortSignal.timeout(feed.timeoutMs)]);
  return changesFromWire(await guard.run(within, () => client.call(changesToWire(question), within)), question, codes);
};
