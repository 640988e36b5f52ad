/**
 * The registry on one node: a snapshot that looks at the database every second and reads all of it again only when it
 * changed. When the database does not answer, the old snapshot serves on, but no API key is trusted for longer than 5 s.
 */
import type pg from 'pg';
import type { Clock } from '../contract/doors.ts';
import { HubError } from '../contract/errors.ts';
import type { Destination, Registry } from '../contract/registry.ts';
import { databaseError } from '../store/database.ts';
import { apiKeyDigest, isApiKey } from './api-key.ts';
import { isCovered, isValidAt, ownsSource } from './rights.ts';
import { grantKey, loadSnapshot, officerKey, type KnownKey, type Snapshot } from './snapshot.ts';
import { glance, isSettled, type DestinationState } from './version.ts';

const KEYS_TRUSTED_MS = 5000;
/** Shorter than keys are trusted, so that one hanging connection does not use the time up. */
const ANSWER_WITHIN_MS = 2000;

export interface RegistryOptions {
  readonly pool: pg.Pool;
  /** `now` is the database clock: terms of keys, officers and grants are judged by it. */
  readonly clock: Clock;
  readonly refreshEveryMs?: number;
  /** Called after parties, keys, officers, grants or destinations were read anew, or a hold or breaker changed. */
  readonly onChange?: () => void;
  /** Called when a refresh by itself failed; the next one follows in any case. */
  readonly onError?: (error: HubError) => void;
}

export type RunningRegistry = Registry;

interface Known {
  readonly snapshot: Snapshot;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly list: readonly Destination[];
  /** The version the snapshot is sure to hold; undefined when a change was under way while it was read. */
  readonly version: string | undefined;
  /** What hold and breaker said last, to see a change. */
  readonly states: string;
  /** When the reading began, on the monotonic clock. */
  readonly asOfMs: number;
}

export async function createRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { clock } = options;
  let known = await look(options, undefined);
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;

  const lookAgain = async (): Promise<void> => {
    const before = known;
    known = await look(options, before);
    if (known.snapshot !== before.snapshot || known.states !== before.states) options.onChange?.();
  };
  const refresh = (): Promise<void> => {
    waiting += 1;
    const result = turn.then(lookAgain).finally(() => (waiting -= 1));
    turn = result.catch(() => undefined);
    return result;
  };
  const tick = (): void => {
    if (waiting === 0) refresh().catch((error: unknown) => options.onError?.(databaseError(error)));
  };
  const timer = setInterval(tick, options.refreshEveryMs ?? 1000);
  const reads = readsOf(() => known, clock);
  return { ...reads, refresh, close: async () => (clearInterval(timer), await turn) };
}

/** Looks at the database; reads everything only when the version is another. Throws DATABASE_UNAVAILABLE. */
async function look(options: RegistryOptions, before: Known | undefined): Promise<Known> {
  const asOfMs = options.clock.monotonicMs();
  try {
    return await within(ANSWER_WITHIN_MS, readAnew(options.pool, before, asOfMs));
  } catch (error) {
    throw databaseError(error);
  }
}

async function readAnew(pool: pg.Pool, before: Known | undefined, asOfMs: number): Promise<Known> {
  const seen = await glance(pool);
  const isCurrent = before !== undefined && before.version === seen.version;
  const version = isCurrent || (await isSettled(pool)) ? seen.version : undefined;
  const snapshot = isCurrent ? before.snapshot : await loadSnapshot(pool);
  const states = JSON.stringify(seen.destinations);
  if (isCurrent && states === before.states) return { ...before, asOfMs };
  const destinations = withStates(snapshot.destinations, seen.destinations);
  return { snapshot, destinations, list: [...destinations.values()], version, states, asOfMs };
}

function withStates(all: ReadonlyMap<string, Destination>, states: readonly DestinationState[]): Map<string, Destination> {
  const byName = new Map(states.map((state) => [state.name, state]));
  const present = (one: Destination): Destination => {
    const state = byName.get(one.name);
    return {
      ...one,
      heldSince: state?.held_since ?? null,
      heldReason: state?.held_reason ?? null,
      breakerOpen: state?.breaker_open ?? false,
      isFailing: state?.is_failing ?? false,
    };
  };
  return new Map([...all].map(([name, one]) => [name, present(one)]));
}

/** The statement's own timeout does not help where the network swallows the answer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HubError('DATABASE_UNAVAILABLE', { retryAfterMs: 2000 })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readsOf(now: () => Known, clock: Clock): Omit<Registry, 'refresh' | 'close'> {
  return {
    authenticate: (apiKey) => authenticated(now(), { apiKey, clock }),
    party: (code) => now().snapshot.parties.get(code),
    destination: (name) => now().destinations.get(name),
    destinations: () => now().list,
    officer: (party, id) =>
      now()
        .snapshot.officers.get(officerKey(party, id))
        ?.find((one) => isValidAt(one, clock.now())),
    subscriptions: () => now().snapshot.subscriptions,
    ownsSource: (party, source) => ownsSource(now().snapshot.parties.get(party)?.sources ?? [], source),
    isGranted: (party, operation, about) => {
      const { parties, grants } = now().snapshot;
      return parties.has(party) && isCovered(grants.get(grantKey(party, operation)) ?? [], about, clock.now());
    },
  };
}

function authenticated(
  known: Known,
  { apiKey, clock }: { apiKey: string; clock: Clock },
): Pick<KnownKey, 'party' | 'keyPrefix'> | undefined {
  if (clock.monotonicMs() - known.asOfMs > KEYS_TRUSTED_MS) {
    throw new HubError('DATABASE_UNAVAILABLE', {
      detail: 'Keys cannot be checked: the database has not answered for 5 s.',
      retryAfterMs: 2000,
    });
  }
  const key = isApiKey(apiKey) ? known.snapshot.keys.get(apiKeyDigest(apiKey).toString('hex')) : undefined;
  if (key === undefined || (key.expiresAt !== null && key.expiresAt.getTime() <= clock.now())) return undefined;
  return { party: key.party, keyPrefix: key.keyPrefix };
}
