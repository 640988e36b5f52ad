/** When the content of an audit entry may be deleted: by its own rule, on its own days, at the end of its term, and not under a hold. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isHeld, wrongDeletion, type DeletionLaw } from '../../broker/audit/deletion-rules.ts';

const DAY_MS = 86_400_000;
const rule = { name: 'R', events: ['sis.*'], keepDays: 10, legalBasis: 'test', validFrom: '2026-01-01', validTo: '2026-12-31' };
const LAW: DeletionLaw = {
  rules: [rule],
  holds: [{ rule: 'R', firstDay: '2026-02-01', lastDay: '2026-02-03', caseReference: 'T-1' }],
};
const deletion = { deletedUnder: 'R', event: 'sis.search-read', at: '2026-06-01T12:00:00.000Z' };
const END_MS = Date.parse(deletion.at) + rule.keepDays * DAY_MS;

describe('the law of deletions', () => {
  it('lets content go from the end of its term on, to the millisecond, and never before', () => {
    assert.equal(wrongDeletion(LAW, deletion, END_MS), undefined);
    assert.match(wrongDeletion(LAW, deletion, END_MS - 1) ?? '', /before its term ended/);
    fc.assert(
      fc.property(fc.integer({ min: -100 * DAY_MS, max: 100 * DAY_MS }), (byMs) => {
        assert.equal(wrongDeletion(LAW, deletion, END_MS + byMs) === undefined, byMs >= 0);
      }),
    );
  });

  it('knows only its own rules, each for its own events and days', () => {
    for (const over of [{ deletedUnder: 'X' }, { event: 'sisters.meet' }, { at: '2025-12-31T23:59:59Z' }, { at: '2027-01-01T00:00:00Z' }]) {
      assert.notEqual(wrongDeletion(LAW, { ...deletion, ...over }, END_MS + 1000 * DAY_MS), undefined, JSON.stringify(over));
    }
  });

  it('keeps the days of a hold, both ends included', () => {
    const days = ['2026-01-31', '2026-02-01', '2026-02-03', '2026-02-04'];
    assert.deepEqual(
      days.map((day) => isHeld(LAW, { rule: 'R', day })),
      [false, true, true, false],
    );
    assert.equal(isHeld(LAW, { rule: 'OTHER', day: '2026-02-01' }), false);
  });
});
