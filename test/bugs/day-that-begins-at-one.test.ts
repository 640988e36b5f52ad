/**
 * Where the clocks are changed at midnight, a day began an hour too early or was over twice: the zone of a term may be any, and a term that
 * is over too early cannot be mended.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startOfDayMs } from '../../law/days.ts';

const startOf = (day: string, zone: string): string => new Date(startOfDayMs(day, zone)).toISOString();

describe('a day whose clocks are changed at midnight', () => {
  it('begins at one on the Azores when summer time begins, and at the first midnight when it ends', () => {
    assert.equal(startOf('2026-03-29', 'Atlantic/Azores'), '2026-03-29T01:00:00.000Z');
    assert.equal(startOf('2026-10-25', 'Atlantic/Azores'), '2026-10-25T00:00:00.000Z');
  });

  it('begins at the second midnight in Beirut, where at the first it was 23:00 of the day before again', () => {
    assert.equal(startOf('2026-10-25', 'Asia/Beirut'), '2026-10-24T22:00:00.000Z');
    assert.equal(startOf('2026-03-29', 'Asia/Beirut'), '2026-03-28T22:00:00.000Z');
  });
});
