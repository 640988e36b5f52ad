/** The rate of a destination, from samples of how many deliveries it was given in all. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRates } from '../../services/operations/rates.ts';

const given = (count: number): ReadonlyMap<string, number> => new Map([['PL-A', count]]);

describe('the rate of deliveries', () => {
  it('is not known before there is a sample a second old', () => {
    const rates = createRates();
    assert.equal(rates.of('PL-A', 5, 0), null);
    rates.observe(0, given(5));
    assert.equal(rates.of('PL-A', 9, 999), null);
    assert.equal(rates.of('PL-A', 9, 2000), 2);
  });

  it('is that of about the last minute: what came before does not count', () => {
    const rates = createRates();
    for (let at = 0; at <= 120_000; at += 10_000) rates.observe(at, given(at <= 60_000 ? at : 60_000));
    assert.equal(rates.of('PL-A', 60_000, 125_000), 0);
    rates.observe(130_000, given(60_600));
    assert.ok((rates.of('PL-A', 60_600, 130_000) ?? 0) >= 8);
  });

  it('counts a destination that came since from nothing, and is never below zero', () => {
    const rates = createRates();
    rates.observe(0, given(100));
    assert.equal(rates.of('PL-NEW', 30, 10_000), 3);
    assert.equal(rates.of('PL-A', 90, 10_000), 0);
  });
});
