/** The token bucket of the gateway: bursts, refill on the given clock, and a bounded memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRateLimit } from '../../services/gateway/rate-limit.ts';

describe('the rate limit of the gateway', () => {
  it('lets a burst through, then tells when the next token comes', () => {
    let now = 0;
    const limit = createRateLimit(() => now, 10);
    const rate = { perSecond: 2, burst: 2 };
    assert.deepEqual([limit.take('a', rate), limit.take('a', rate), limit.take('a', rate)], [0, 0, 500]);
    now = 500;
    assert.equal(limit.take('a', rate), 0);
    assert.equal(limit.take('b', rate), 0);
  });

  it('forgets the key unused for longest when it is full', () => {
    const limit = createRateLimit(() => 0, 2);
    const rate = { perSecond: 1, burst: 1 };
    limit.take('a', rate);
    limit.take('b', rate);
    limit.take('a', rate);
    limit.take('c', rate);
    assert.ok(limit.take('a', rate) > 0);
    assert.equal(limit.take('b', rate), 0);
  });

  it('lets nothing through at a rate of zero once the burst is spent', () => {
    const limit = createRateLimit(() => 0, 2);
    limit.take('a', { perSecond: 0, burst: 1 });
    assert.ok(limit.take('a', { perSecond: 0, burst: 1 }) >= 1000);
  });
});
