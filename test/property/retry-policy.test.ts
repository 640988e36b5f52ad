import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { SendResult } from '../../broker/contract/adapter.ts';
import { delayMs, judge } from '../../broker/delivery/retry-policy.ts';

const policies = fc.record({
  firstDelayMs: fc.integer({ min: 1, max: 60_000 }),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  jitter: fc.double({ min: 0, max: 0.2, noNaN: true }),
  maxDelayMs: fc.integer({ min: 60_000, max: 900_000 }),
  maxAgeMs: fc.integer({ min: 1, max: 86_400_000 }),
  breakerOpenAfter: fc.constant(5),
  breakerProbeEveryMs: fc.constant(10_000),
});
const attempts = fc.integer({ min: 1, max: 1_000_000 });
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const transient = (retryAfterMs?: number): SendResult => ({
  kind: 'transient',
  code: 'RECIPIENT_ERROR',
  connection: false,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

describe('the retry policy', () => {
  it('delays by first × factor^n up to the cap, spread by at most the jitter to either side', () => {
    fc.assert(
      fc.property(policies, attempts, uniform, (policy, attempt, random) => {
        const middle = delayMs(attempt, { ...policy, random: 0.5 });
        const spread = delayMs(attempt, { ...policy, random });
        assert.ok(middle >= policy.firstDelayMs && middle <= policy.maxDelayMs);
        assert.ok(spread >= Math.floor(middle * (1 - policy.jitter)) - 1 && spread <= Math.ceil(middle * (1 + policy.jitter)) + 1);
      }),
    );
  });

  it('never waits less after a later attempt, and reaches the cap', () => {
    fc.assert(
      fc.property(policies, attempts, attempts, (policy, a, b) => {
        const settings = { ...policy, random: 0.5 };
        assert.ok(delayMs(Math.min(a, b), settings) <= delayMs(Math.max(a, b), settings));
        if (policy.factor >= 2) assert.equal(delayMs(60, settings), policy.maxDelayMs);
      }),
    );
  });

  it('gives up as too old exactly when the failure has lasted for maxAge', () => {
    fc.assert(
      fc.property(policies, attempts, fc.nat(100_000_000), (policy, attempt, failingForMs) => {
        const verdict = judge(transient(), { attempt, failingForMs }, { ...policy, random: 0.5 });
        if (failingForMs >= policy.maxAgeMs) assert.deepEqual(verdict, { kind: 'dead', cause: 'TOO_OLD' });
        else assert.equal(verdict.kind, 'retry');
      }),
    );
  });

  it('ends a permanent failure at once and a delivery always', () => {
    fc.assert(
      fc.property(policies, attempts, fc.nat(), (policy, attempt, failingForMs) => {
        const judged = (result: SendResult): unknown => judge(result, { attempt, failingForMs }, { ...policy, random: 0.5 });
        assert.deepEqual(judged({ kind: 'permanent', code: 'RECIPIENT_REJECTED' }), { kind: 'dead', cause: 'RECIPIENT_REJECTED' });
        assert.deepEqual(judged({ kind: 'delivered' }), { kind: 'delivered' });
      }),
    );
  });

  it('waits as long as Retry-After asks, up to one hour, and never less than its own delay', () => {
    fc.assert(
      fc.property(policies, fc.nat(10_000_000), uniform, (policy, asked, random) => {
        const settings = { ...policy, random };
        const verdict = judge(transient(asked), { attempt: 1, failingForMs: 0 }, settings);
        assert.deepEqual(verdict, {
          kind: 'retry',
          code: 'RECIPIENT_ERROR',
          delayMs: Math.max(delayMs(1, settings), Math.min(asked, 3_600_000)),
        });
      }),
    );
  });
});
