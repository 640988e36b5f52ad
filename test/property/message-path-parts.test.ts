/** Laws of the small parts of the message path: position in the envelope, tickets, lane ids, batches, the gate. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { withSequence } from '../../broker/contract/sequence.ts';
import { createBatcher } from '../../broker/contract/batcher.ts';
import { createGate } from '../../broker/delivery/gate.ts';
import { laneId } from '../../broker/delivery/lanes.ts';
import { decodeTicket, encodeTicket } from '../../broker/transport/topology.ts';

const positions = fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n });
const envelopes = fc.dictionary(
  fc.string().filter((key) => key !== 'sequence' && key !== '__proto__'),
  fc.jsonValue(),
  { minKeys: 1, noNullPrototype: true },
);
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the position written into an envelope', () => {
  it('parses, adds `sequence` and changes nothing else', () => {
    fc.assert(
      fc.property(envelopes, positions, fc.nat(3), (envelope, position, indent) => {
        const body = Buffer.from(`  ${JSON.stringify(envelope, undefined, indent)}\n`);
        const { sequence, ...rest } = JSON.parse(withSequence({ body, position: String(position) }).toString('utf8')) as Record<
          string,
          unknown
        >;
        assert.equal(BigInt(String(sequence)), position);
        assert.deepEqual(rest, JSON.parse(body.toString('utf8')));
        assert.equal(withSequence({ body, position: null }), body);
      }),
    );
  });

  it('sorts as text as it does as a number', () => {
    const written = (position: bigint): string =>
      (JSON.parse(withSequence({ body: Buffer.from('{"a":1}'), position: String(position) }).toString('utf8')) as { sequence: string })
        .sequence;
    fc.assert(fc.property(positions, positions, (a, b) => assert.equal(written(a) < written(b), a < b)));
  });
});

describe('a ticket', () => {
  const ids = fc.array(positions.map(String), { maxLength: 32 });
  const tickets = fc.record({ destination: fc.string({ unit: 'grapheme' }), ids, alone: fc.boolean() }, { noNullPrototype: true });
  it('is read as it was written', () => {
    fc.assert(fc.property(tickets, (ticket) => assert.deepEqual(decodeTicket(encodeTicket(ticket)), ticket)));
  });
  it('is undefined where it is garbage, and never an error', () => {
    const garbage = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(garbage, (bytes) => {
        const ticket = decodeTicket(bytes);
        if (ticket !== undefined) assert.ok(ticket.ids.every((id) => /^\d+$/.test(id)));
      }),
    );
  });
});

describe('a lane’s id', () => {
  it('is a UUID in form, the same for the same key and another for another', () => {
    const keys = fc.record({ destination: fc.string(), sender: fc.string(), sequenceKey: fc.string() });
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        assert.match(laneId(a), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.equal(laneId(a) === laneId(b), JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
  it('keeps parts apart that look alike when joined', () => {
    assert.notEqual(
      laneId({ destination: 'a', sender: 'b","c', sequenceKey: 'd' }),
      laneId({ destination: 'a","b', sender: 'c', sequenceKey: 'd' }),
    );
  });
});

describe('a batcher', () => {
  const plans = fc.record({
    items: fc.array(fc.nat(9), { maxLength: 60 }),
    maxBatch: fc.integer({ min: 1, max: 9 }),
    linger: fc.constantFrom(0, 1),
  });

  it('runs one batch at a time, in order, none too large, and answers each item with its own result', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ items, maxBatch, linger }) => {
        const seen: number[] = [];
        let running = 0;
        const run = async (batch: number[]): Promise<(number | Error)[]> => {
          assert.equal((running += 1), 1);
          assert.ok(batch.length > 0 && batch.length <= maxBatch);
          seen.push(...batch);
          await pause();
          running -= 1;
          return batch.map((item) => (item % 10 === 3 ? new Error(String(item)) : item * 2));
        };
        const batcher = createBatcher<number, number>({ maxBatch, lingerMs: linger, lines: [run] });
        const numbers = items.map((item, index) => index * 10 + item);
        const results = await Promise.allSettled(numbers.map((item) => batcher.add(item)));
        await batcher.idle();
        assert.deepEqual([seen, batcher.waiting(), running], [numbers, 0, 0]);
        results.forEach((result, index) => {
          const item = numbers[index] ?? 0;
          if (item % 10 === 3) assert.equal(result.status === 'rejected' && (result.reason as Error).message, String(item));
          else assert.equal(result.status === 'fulfilled' && result.value, item * 2);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('fails a whole batch that throws, and goes on with the next', async () => {
    let runs = 0;
    const run = async (batch: number[]): Promise<number[]> => {
      await pause();
      if ((runs += 1) === 1) throw new Error('lost');
      return batch;
    };
    const batcher = createBatcher<number, number>({ maxBatch: 2, lingerMs: 0, lines: [run] });
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
  });
});

describe('the gate', () => {
  it('lets many pass together, and one alone with nothing beside it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ alone: fc.boolean(), turns: fc.nat(3) }), { maxLength: 30 }), async (visits) => {
        const gate = createGate();
        let inside = 0;
        let finished = 0;
        const work = async (turns: number, alone: boolean): Promise<void> => {
          inside += 1;
          for (let turn = 0; turn < turns; turn += 1) {
            if (alone) assert.equal(inside, 1);
            await pause();
          }
          inside -= 1;
          finished += 1;
        };
        const together = async (turns: number): Promise<void> => {
          await gate.enter();
          await work(turns, false).finally(gate.leave);
        };
        await Promise.all(visits.map(({ alone, turns }) => (alone ? gate.alone(() => work(turns, true)) : together(turns))));
        assert.equal(finished, visits.length);
      }),
      { numRuns: 60 },
    );
  });

  it('opens again after work alone that failed', async () => {
    const gate = createGate();
    await assert.rejects(
      gate.alone(() => Promise.reject(new Error('died'))),
      /died/,
    );
    await gate.enter();
    gate.leave();
  });
});
