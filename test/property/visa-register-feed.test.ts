/** The reading of the change feed under gaps, repeats, failures and restarts: nothing is lost, and nothing that the hub would take for two. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { missingBetween, runsOf } from '../../adapters/visa-register/feed-numbers.ts';
import type { FeedStore, Gap } from '../../adapters/visa-register/feed-store.ts';
import { readFeed, type FeedParts } from '../../adapters/visa-register/feed.ts';
import { Feed } from '../../adapters/visa-register/simulator/feed.ts';
import type { Problem } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { AcceptResult } from '../../broker/contract/message.ts';
import { SHORT_STAY } from '../support/visas.ts';

const AT = '2026-11-25T10:00:00.000Z';
const NEVER = new AbortController().signal;
const silent = (): void => undefined;
const LOG = { debug: silent, info: silent, warn: silent, error: silent };

/** What survives a restart, and the world around. */
class World {
  readonly feed = new Feed();
  readonly gaps = new Map<number, { reason: string; at: number }>();
  /** The body by which a number first came in; the hub takes each id once. */
  readonly accepted = new Map<string, string>();
  readonly raised = new Map<string, Problem>();
  readonly unreadable = new Set<number>();
  readUpTo = 0;
  turn = 0;
  /** Submissions until the way breaks; Infinity: it holds. */
  untilBreak = Infinity;
  refusal: 'DATABASE_UNAVAILABLE' | 'FORBIDDEN' = 'DATABASE_UNAVAILABLE';
  isStoreDown = false;

  async read(): Promise<void> {
    this.turn += 1;
    await readFeed(this.#parts(), NEVER);
  }

  numbers(): number[] {
    return [...this.accepted.keys()].map((id) => Number(id.replace('visa-change-', ''))).sort((a, b) => a - b);
  }

  #parts(): FeedParts {
    return {
      settings: { party: 'PL-MSZ', everyMs: 10, timeoutMs: 10, limit: 4, gapPatienceMs: 2 },
      store: this.#store(),
      inbound: { submit: async (_party, body) => this.#accept(body) },
      log: LOG,
      problems: {
        raise: async (problem) => void this.raised.set(problem.kind, problem),
        resolve: async (kind) => void this.raised.delete(kind),
      },
      entryFaults: () => [],
      read: async ({ after, upTo, limit }) => {
        const { unused, changes } = this.feed.read({ after, upTo, limit });
        return {
          last: this.feed.last,
          unused,
          changes: changes.map(({ number }) =>
            this.unreadable.has(number)
              ? { number, unreadable: 'CODE_UNMAPPED' }
              : { number, changedAt: AT, entry: { visa: { ...SHORT_STAY, visaNumber: `N${number}` } } },
          ),
        };
      },
    };
  }

  #accept(body: Buffer): AcceptResult {
    this.untilBreak -= 1;
    if (this.untilBreak < 0) throw new HubError(this.refusal);
    const { id } = JSON.parse(body.toString()) as { id: string };
    const known = this.accepted.get(id);
    if (known !== undefined && known !== body.toString()) throw new HubError('DUPLICATE_CONTENT_DIFFERS');
    this.accepted.set(id, body.toString());
    return { repeated: known !== undefined, receipt: { id, state: 'accepted', acceptedAt: AT, sha256: '', links: { self: '' } } };
  }

  #store(): FeedStore {
    return {
      take: async () => this.readUpTo,
      giveBack: async () => undefined,
      advance: async (readUpTo: number, gaps: readonly Gap[]) => {
        if (this.isStoreDown) throw new Error('connection lost');
        for (const { number, reason } of gaps) if (!this.gaps.has(number)) this.gaps.set(number, { reason, at: this.turn });
        this.readUpTo = Math.max(this.readUpTo, readUpTo);
      },
      gaps: async (limit) => [...this.gaps.keys()].sort((a, b) => a - b).slice(0, limit),
      close: async (numbers) => numbers.forEach((number) => this.gaps.delete(number)),
      explain: async (gaps) => gaps.forEach(({ number, reason }) => Object.assign(this.gaps.get(number) ?? {}, { reason })),
      olderThan: async (ms) => {
        const old = [...this.gaps].filter(([, { at }]) => at <= this.turn - ms);
        return { count: old.length, lowest: Math.min(0, ...old.map(([number]) => number)), reasons: old.map(([, { reason }]) => reason) };
      },
    };
  }
}

type Step =
  | { readonly does: 'change' | 'hide' | 'skip'; readonly count: number }
  | { readonly does: 'reveal' | 'repeat' | 'read' | 'read with the store down' }
  | { readonly does: 'read until it breaks'; readonly after: number };

const count = fc.integer({ min: 1, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constantFrom('change' as const, 'change' as const, 'hide' as const, 'skip' as const), count }),
  fc.record({ does: fc.constantFrom('reveal' as const, 'repeat' as const, 'read' as const, 'read with the store down' as const) }),
  fc.record({ does: fc.constant('read until it breaks' as const), after: fc.integer({ min: 0, max: 5 }) }),
);

async function take(world: World, one: Step): Promise<void> {
  const changes = (times: number): void => Array.from({ length: times }).forEach(() => world.feed.add('', AT));
  switch (one.does) {
    case 'change':
      return changes(one.count);
    case 'hide':
      world.feed.hideNext(one.count);
      return changes(one.count + 1);
    case 'skip':
      return world.feed.skip(one.count);
    case 'reveal':
      return world.feed.reveal();
    case 'repeat':
      return world.feed.repeat(true);
    case 'read':
      return world.read();
    case 'read with the store down':
      world.isStoreDown = true;
      await world.read();
      world.isStoreDown = false;
      return;
    case 'read until it breaks':
      world.untilBreak = one.after;
      await world.read();
      world.untilBreak = Infinity;
  }
}

describe('the change feed of the visa register', () => {
  it('loses no change and gives none twice, whatever gaps, repeats, failures and restarts come between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = new World();
        for (const one of steps) await take(world, one);
        world.feed.reveal();
        await world.read();
        await world.read();
        const { changes } = world.feed.read({ after: 0, upTo: undefined, limit: 100_000 });
        const told = [...new Set(changes.map(({ number }) => number))];
        assert.deepEqual(world.numbers(), told);
        assert.deepEqual([world.readUpTo, [...world.gaps.keys()]], [world.feed.last, []]);
        assert.deepEqual([...world.raised.keys()], []);
      }),
    );
  });

  it('goes on past a missing number at once, and tells operators when it stays away', async () => {
    const world = new World();
    world.feed.hideNext(1);
    for (let n = 0; n < 3; n += 1) world.feed.add('', AT);
    await world.read();
    assert.deepEqual([world.numbers(), [...world.gaps.keys()], [...world.raised.keys()]], [[2, 3], [1], []]);
    await world.read();
    await world.read();
    assert.deepEqual([...world.raised.keys()], ['VISA_CHANGES_MISSING']);
    world.feed.reveal();
    await world.read();
    assert.deepEqual([world.numbers(), [...world.raised.keys()]], [[1, 2, 3], []]);
  });

  it('sets a change aside that cannot be read, with the reason, and takes it when it can', async () => {
    const world = new World();
    for (let n = 0; n < 3; n += 1) world.feed.add('', AT);
    world.unreadable.add(2);
    await world.read();
    assert.deepEqual([world.numbers(), world.gaps.get(2)?.reason], [[1, 3], 'CODE_UNMAPPED']);
    world.unreadable.clear();
    await world.read();
    assert.deepEqual(world.numbers(), [1, 2, 3]);
  });

  it('stops where the party may not submit, tells operators why, and goes on from there', async () => {
    const world = new World();
    for (let n = 0; n < 9; n += 1) world.feed.add('', AT);
    [world.refusal, world.untilBreak] = ['FORBIDDEN', 5];
    await world.read();
    assert.match(world.raised.get('VISA_FEED_STOPPED')?.words ?? '', /FORBIDDEN/);
    assert.equal(world.readUpTo, 4);
    world.untilBreak = Infinity;
    await world.read();
    assert.deepEqual([world.numbers().length, world.raised.size], [9, 0]);
  });

  it('stops and tells operators when the numbers begin anew or jump', async () => {
    const world = new World();
    world.readUpTo = 7;
    await world.read();
    assert.match(world.raised.get('VISA_FEED_STOPPED')?.words ?? '', /began anew/);
    world.feed.skip(200_000);
    world.feed.hideNext(0);
    world.feed.add('', AT);
    await world.read();
    assert.match(world.raised.get('VISA_FEED_STOPPED')?.words ?? '', /jump/);
  });

  it('counts what is missing, and asks for it in runs that a page can hold', () => {
    const set = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });
    fc.assert(
      fc.property(set, fc.integer({ min: 1, max: 9 }), (given, longest) => {
        const missing = missingBetween(0, 60, given);
        assert.deepEqual(
          [...missing, ...given].sort((a, b) => a - b),
          missingBetween(0, 60, []),
        );
        const runs = runsOf(missing, longest);
        assert.deepEqual(
          runs.flatMap(([from, to]) => missingBetween(from - 1, to, [])),
          missing,
        );
        assert.ok(runs.every(([from, to]) => to - from < longest));
      }),
    );
  });
});
