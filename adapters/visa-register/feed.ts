/**
 * Reads the change feed of the register and passes each change on, at least once: the place is remembered after a page was passed on, and
 * a number that did not come or could not be passed on is remembered with it and asked for again until it can be.
 */
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import type { Clock, Logger, Problems } from '../../broker/contract/doors.ts';
import { isTransient, HubError } from '../../broker/contract/errors.ts';
import { messageOf } from './change-message.ts';
import { missingBetween, runsOf } from './feed-numbers.ts';
import { newPage, numbersOf, openPage, type ReadChanges } from './feed-pages.ts';
import type { FeedStore, Gap } from './feed-store.ts';
import type { Changes, Entry } from './request.ts';
import type { FeedSettings } from './settings.ts';

export interface FeedParts {
  readonly settings: FeedSettings;
  readonly store: FeedStore;
  readonly inbound: Pick<InboundDoor, 'submit'>;
  readonly problems: Problems;
  readonly log: Logger;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Kept from turn to turn. */
  readonly memory: FeedMemory;
  readonly read: ReadChanges;
  /** Where an entry is no canonical record. */
  readonly entryFaults: (entry: Entry) => readonly string[];
}

/** What may be lost with the node. */
export interface FeedMemory {
  /** When the first of the turns failed that did not come to their end; monotonic. */
  failingSinceMs?: number | undefined;
  /** The open number that was asked for last: the next turn goes on behind it. */
  askedUpTo?: number | undefined;
}

/** Asked for at once among the open numbers. */
const MOST_GAPS = 500;
/** Numbers do not jump so far in one page: a register that says so has lost its place, or we ours. */
const LONGEST_JUMP = 100_000;
const SUBJECT = 'visa-register';

/** One turn: everything that is new, then everything that is open. Does nothing while another node reads. Ends early when the signal aborts. */
export async function readFeed(parts: FeedParts, signal: AbortSignal): Promise<void> {
  try {
    const at = await parts.store.take(leaseMs(parts));
    if (at === undefined) return;
    await readNew(parts, at, signal);
    await readOpen(parts, signal);
    parts.memory.failingSinceMs = undefined;
    await parts.problems.resolve('VISA_FEED_STOPPED', SUBJECT);
  } catch (error) {
    await tellOfStop(parts, error);
  }
  await tellOfOldGaps(parts);
}

/** Long enough for two pages, so that only a dead reader loses it. */
const leaseMs = ({ settings }: FeedParts): number => 2 * settings.timeoutMs + settings.everyMs;

async function readNew(parts: FeedParts, from: number, signal: AbortSignal): Promise<void> {
  const { settings, store } = parts;
  for (let at = from; !signal.aborted;) {
    const page = await newPage(parts.read, { after: at, limit: settings.limit }, signal);
    const { end, isLast } = page;
    if (page.last < at) throw stopped('The register has given fewer numbers than were read: its feed began anew.');
    if (end - at > LONGEST_JUMP) throw stopped(`The numbers of the register jump from ${at} to ${end}.`);
    const open = await passOn(parts, page, signal);
    const missing = missingBetween(at, end, numbersOf(page));
    await store.advance(end, [...open, ...missing.map((number) => ({ number, reason: 'MISSING' }))]);
    if (end === at || isLast) return;
    at = end;
    if ((await store.take(leaseMs(parts))) === undefined) return;
  }
}

async function readOpen(parts: FeedParts, signal: AbortSignal): Promise<void> {
  const { settings, store, memory } = parts;
  const numbers = await store.gaps(MOST_GAPS, memory.askedUpTo ?? 0);
  for (const range of runsOf(numbers, settings.limit)) {
    if (signal.aborted) return;
    const page = await openPage(parts.read, range, signal);
    const open = await passOn(parts, page, signal);
    const stillOpen = new Set(open.map(({ number }) => number));
    const settled = numbersOf(page).filter((number) => !stillOpen.has(number));
    await store.explain(open);
    await store.close(settled);
    memory.askedUpTo = range[1];
  }
}

/** Gives the changes that could not be passed on; throws what stops the feed. Those before are passed on again then, which the hub knows. */
async function passOn(parts: FeedParts, { changes }: Changes, signal: AbortSignal): Promise<readonly Gap[]> {
  const open: Gap[] = [];
  const inOrder = [...changes].sort((one, other) => one.number - other.number);
  for (const [at, change] of inOrder.entries()) {
    if (signal.aborted) throw new HubError('SHUTTING_DOWN');
    if (change.number === inOrder[at - 1]?.number) continue;
    const reason = 'unreadable' in change ? change.unreadable : await submit(parts, change);
    if (reason !== undefined) open.push({ number: change.number, reason });
  }
  return open;
}

/** Why the change stays open; undefined when it was passed on. */
async function submit(
  { inbound, settings, entryFaults, log }: FeedParts,
  change: Parameters<typeof messageOf>[0],
): Promise<string | undefined> {
  if (entryFaults(change.entry).length > 0) return 'VISA_REGISTER_GARBAGE';
  try {
    await inbound.submit(settings.party, messageOf(change, settings.party));
    return undefined;
  } catch (error) {
    if (!(error instanceof HubError) || !OF_THE_CHANGE.has(error.hubCode)) throw error;
    if (error.hubCode !== 'DUPLICATE_CONTENT_DIFFERS') return error.hubCode;
    log.warn({ number: change.number }, 'the register told a change twice in other words; the first was passed on');
    return undefined;
  }
}

/** What is wrong with one change and not with the way. */
const OF_THE_CHANGE: ReadonlySet<string> = new Set(['INVALID_MESSAGE', 'TOO_DEEP', 'BODY_TOO_LARGE', 'DUPLICATE_CONTENT_DIFFERS']);

const stopped = (detail: string): HubError => new HubError('INVALID_STATE', { detail });

/** What passes by itself is only logged until it has lasted: the breaker tells of a register that is gone, of one that answers badly nobody else. */
async function tellOfStop(parts: FeedParts, error: unknown): Promise<void> {
  const { problems, log, clock, memory, settings } = parts;
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  log.warn({ code }, 'the change feed of the visa register stopped; the next turn goes on');
  if (code === 'SHUTTING_DOWN') return;
  memory.failingSinceMs ??= clock.monotonicMs();
  const hasLasted = clock.monotonicMs() - memory.failingSinceMs >= settings.gapPatienceMs;
  if (error instanceof HubError && isTransient(error.hubCode) && !hasLasted) return;
  const words = `Changes of the visa register are not passed on. ${whyOf(error, settings)}`;
  await problems.raise({ kind: 'VISA_FEED_STOPPED', subject: SUBJECT, words, severity: 'critical' });
}

function whyOf(error: unknown, { party }: FeedSettings): string {
  if (!(error instanceof HubError)) return 'The cause is not known (INTERNAL).';
  if (error.hubCode === 'INVALID_STATE') return error.message;
  return OF_THE_REGISTER.test(error.hubCode)
    ? `Reading them fails: ${error.hubCode}.`
    : `Changes are submitted as ${party}: ${error.hubCode}.`;
}

const OF_THE_REGISTER = /^VISA_REGISTER_/;

async function tellOfOldGaps({ store, problems, settings }: FeedParts): Promise<void> {
  const { count, lowest, reasons } = await store.olderThan(settings.gapPatienceMs);
  if (count === 0) return problems.resolve('VISA_CHANGES_MISSING', SUBJECT);
  const words = `${count} change(s) of the visa register did not come or cannot be passed on, the lowest number is ${lowest} (${reasons.join(', ')}).`;
  await problems.raise({ kind: 'VISA_CHANGES_MISSING', subject: SUBJECT, words, severity: 'warning' });
}
