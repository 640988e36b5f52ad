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
  /** A page with one of them is no document at all. */
  readonly spoilt = new Set<number>();
  /** No answer can be used, whatever is asked. */
  isGarbled = false;
  reads = 0;
  readonly memory = {};
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
      clock: { monotonicMs: () => this.turn },
      memory: this.memory,
      problems: {
        raise: async (problem) => void this.raised.set(problem.kind, problem),
        resolve: async (kind) => void this.raised.delete(kind),
      },
      entryFaults: () => [],
      read: async ({ after, upTo, limit }) => {
        this.reads += 1;
        const { unused, changes } = this.feed.read({ after, upTo, limit });
        if (this.isGarbled || changes.some(({ number }) => this.spoilt.has(number))) throw new HubError('VISA_REGISTER_GARBAGE');
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
      gaps: async (limit, behind) =>
        [...this.gaps.keys()].sort((a, b) => Number(a <= behind) - Number(b <= behind) || a - b).slice(0, limit),
      close: async (numbers) => numbers.forEach((number) => this.gaps.delete(number)),
      explain: async (gaps) => gaps.forEach(({ number, reason }) => Object.assign(this.gaps.get(number) ?? {}, { reason })),
      olderThan: async (ms) => {
        const old = [...this.gaps].filter(([, { at }]) => at <= this.turn - ms);
        return { count: old.length, lowest: Math.min(0, ...old.map(([number]) => number)), reasons: old.map(([, { reason }]) => reason) };
      },
    };
  }
}

const change = (world: World, times: number): void => Array.from({ length: times }).forEach(() => world.feed.add('', AT));

async function readAmid(world: World, trouble: 'isStoreDown' | 'isGarbled'): Promise<void> {
  world[trouble] = true;
  await world.read();
  world[trouble] = false;
}

type Take = (world: World, count: number) => Promise<void> | void;

const STEPS = {
  change,
  hide: (world, count) => {
    world.feed.hideNext(count);
    change(world, count + 1);
  },
  skip: (world, count) => world.feed.skip(count),
  spoil: (world, count) => {
    const { last } = world.feed;
    for (let n = 1; n <= count; n += 2) world.spoilt.add(last + n);
    change(world, count);
  },
  reveal: (world) => world.feed.reveal(),
  repeat: (world) => world.feed.repeat(true),
  read: (world) => world.read(),
  'read with the store down': (world) => readAmid(world, 'isStoreDown'),
  'read garbage': (world) => readAmid(world, 'isGarbled'),
  'read until it breaks': async (world, count) => {
    world.untilBreak = count - 1;
    await world.read();
    world.untilBreak = Infinity;
  },
} satisfies Readonly<Record<string, Take>>;

/** Changes come oftener than all else. */
const does = fc.constantFrom('change' as const, ...(Object.keys(STEPS) as (keyof typeof STEPS)[]));
const step = fc.record({ does, count: fc.integer({ min: 1, max: 6 }) });

describe('the change feed of the visa register', () => {
  it('loses no change and gives none twice, whatever gaps, repeats, failures and restarts come between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = new World();
        for (const { does: name, count } of steps) await STEPS[name](world, count);
        world.feed.reveal();
        world.spoilt.clear();
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

  it('passes on all that stands beside changes that spoil their page, in about a read for each halving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), async (spoilt) => {
        const world = new World();
        for (let n = 0; n < 40; n += 1) world.feed.add('', AT);
        for (const number of spoilt) world.spoilt.add(number);
        await world.read();
        assert.deepEqual(world.numbers(), missingBetween(0, 40, spoilt));
        assert.deepEqual(
          [...world.gaps.keys()].sort((a, b) => a - b),
          [...spoilt].sort((a, b) => a - b),
        );
        assert.ok(world.reads <= 2 * (11 + 8 * spoilt.length), `${world.reads} reads for ${spoilt.length}`);
      }),
    );
  });

  it('tells operators of a register that answers nothing usable once that has lasted, and goes on when it does', async () => {
    const world = new World();
    for (let n = 0; n < 3; n += 1) world.feed.add('', AT);
    world.isGarbled = true;
    for (let n = 0; n < 2; n += 1) await world.read();
    assert.deepEqual([world.readUpTo, world.gaps.size, world.raised.size], [0, 0, 0]);
    await world.read();
    assert.match(world.raised.get('VISA_FEED_STOPPED')?.words ?? '', /VISA_REGISTER_GARBAGE/);
    world.isGarbled = false;
    await world.read();
    assert.deepEqual([world.numbers(), world.raised.size], [[1, 2, 3], 0]);
  });

  it('asks for each open number in its turn, also where more are open than are asked for at once', async () => {
    const world = new World();
    for (let n = 1; n <= 1200; n += 1) {
      world.feed.add('', AT);
      world.unreadable.add(n);
    }
    await world.read();
    world.unreadable.delete(1200);
    for (let n = 0; n < 3; n += 1) await world.read();
    assert.deepEqual(world.numbers(), [1200]);
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
