import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Bulkhead } from '../../adapters/sis2/bulkhead.ts';

const never = new AbortController().signal;

describe('the bulkhead before SIS', () => {
  it('refuses with SIS_BUSY when every place and the line are taken', async () => {
    const bulkhead = new Bulkhead({ maxConcurrent: 2, maxWaiting: 0 });
    await bulkhead.enter(never);
    await bulkhead.enter(never);
    await assert.rejects(bulkhead.enter(never), { hubCode: 'SIS_BUSY' });
    bulkhead.leave();
    await bulkhead.enter(never);
  });

  it('gives a free place to the first in line', async () => {
    const bulkhead = new Bulkhead({ maxConcurrent: 1, maxWaiting: 2 });
    const order: string[] = [];
    await bulkhead.enter(never);
    const waiting = ['first', 'second'].map((name) => bulkhead.enter(never).then(() => order.push(name)));
    bulkhead.leave();
    await waiting[0];
    assert.deepEqual(order, ['first']);
    bulkhead.leave();
    await Promise.all(waiting);
    assert.deepEqual(order, ['first', 'second']);
  });

  it('forgets who could wait no longer', async () => {
    const bulkhead = new Bulkhead({ maxConcurrent: 1, maxWaiting: 1 });
    await bulkhead.enter(never);
    const leaving = new AbortController();
    const waiting = bulkhead.enter(leaving.signal);
    leaving.abort();
    await assert.rejects(waiting, { hubCode: 'SIS_BUSY' });
    bulkhead.leave();
    await bulkhead.enter(never);
    await assert.rejects(bulkhead.enter(leaving.signal), { hubCode: 'SIS_BUSY' });
  });
});
