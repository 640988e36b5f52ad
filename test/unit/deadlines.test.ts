import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { createDeadlines } from '../../broker/deadlines.ts';

describe('shared deadlines', () => {
  it('give what begins within one step one signal, and what begins later another', () => {
    let now = 1000;
    const next = createDeadlines(60_000, () => now);
    const first = next();
    now += 99;
    assert.equal(next(), first);
    now += 1;
    assert.notEqual(next(), first);
  });

  it('abort with a timeout, never before the time asked for', async () => {
    const signal = createDeadlines(50, () => performance.now())();
    await delay(50);
    assert.equal(signal.aborted, false);
    await delay(200);
    assert.equal((signal.reason as Error).name, 'TimeoutError');
  });

  it('take thousands of listeners without a warning', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on('warning', listen);
    const signal = createDeadlines(60_000, () => 0)();
    for (let count = 0; count < 2000; count += 1) signal.addEventListener('abort', () => undefined);
    await delay(10);
    process.off('warning', listen);
    assert.deepEqual(warnings, []);
    assert.ok(getEventListeners(signal, 'abort').length >= 2000);
  });
});
