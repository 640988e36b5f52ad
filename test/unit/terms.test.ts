/** The examples of terms that a lawyer can read, what the engine says of them, and what it says of rules that config/law has not. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadTermLaw } from '../../law/term-law.ts';
import { serviceFictionOn, termOf, termRule, type TermReason, type TermRule } from '../../law/terms.ts';
import { ruleOf, startOf, termExamples } from '../support/term-examples.ts';
import { SOME_TERM } from '../support/term-rule.ts';

const examples = termExamples();
const { rules, days } = await loadTermLaw();

const wordsOf = ({ day, kind, holiday }: TermReason): string => `${day} ${holiday ?? kind}`;

describe('terms', () => {
  for (const example of examples) {
    it(`end as the law says: ${example.what}`, () => {
      const rule = ruleOf(rules, example);
      assert.ok(rule !== undefined, example.code);
      const { lastDay, endsAt, rolledFrom, reasons } = termOf(rule, startOf(example), days, example.actingState);
      assert.deepEqual(
        { lastDay, over: endsAt, movedOver: reasons.map(wordsOf) },
        { lastDay: example.lastDay, over: new Date(example.over).toISOString(), movedOver: example.movedOver },
      );
      assert.equal(rolledFrom, reasons[0]?.day ?? null);
    });
  }

  it('are each shown by an example: every rule of config/law/terms.json, also those that are valid no more', () => {
    const shown = new Set(examples.map((example) => ruleOf(rules, example)));
    const unshown = rules.filter((rule) => !shown.has(rule));
    assert.deepEqual(
      unshown.map(({ code, validFrom }) => `${code} from ${validFrom}`),
      [],
    );
  });

  it('that the day of lodging chooses are shown with that day', () => {
    for (const example of examples) {
      const rule = ruleOf(rules, example);
      assert.equal(example.lodgedOn !== undefined, rule?.chosenBy === 'LODGING' && rule.startsAt !== 'LODGING', example.what);
    }
  });

  it('take a letter as served with the end of the fourteenth day from its first notice, be it a day off', () => {
    assert.equal(serviceFictionOn('2026-10-28'), '2026-11-11');
    const rule = termRule(rules, 'KPA_SERVICE_FICTION', '2026-10-28');
    assert.ok(rule !== undefined);
    assert.equal(termOf(rule, '2026-10-28T12:00:00+01:00', days).lastDay, serviceFictionOn('2026-10-28'));
  });
});

const lastDayOf = (rule: Partial<TermRule>, startedAt: string): string | null => termOf({ ...SOME_TERM, ...rule }, startedAt, days).lastDay;

describe('a term', () => {
  it('in months ends on the same day number, and on the last day of a month that lacks it', () => {
    const month = { length: 1, unit: 'MONTH', roll: 'NONE' } as const;
    assert.equal(lastDayOf(month, '2026-01-31T12:00:00+01:00'), '2026-02-28');
    assert.equal(lastDayOf(month, '2028-01-31T12:00:00+01:00'), '2028-02-29');
    assert.equal(lastDayOf(month, '2026-02-28T12:00:00+01:00'), '2026-03-28');
    assert.equal(lastDayOf(month, '2026-12-31T12:00:00+01:00'), '2027-01-31');
    assert.equal(lastDayOf({ ...month, length: 14 }, '2026-12-30T12:00:00+01:00'), '2028-02-29');
  });

  it('in years ends on the same day, and on 28 February where there is no 29th', () => {
    const year = { length: 1, unit: 'YEAR', roll: 'NONE' } as const;
    assert.equal(lastDayOf(year, '2026-11-25T12:00:00+01:00'), '2027-11-25');
    assert.equal(lastDayOf(year, '2028-02-29T12:00:00+01:00'), '2029-02-28');
    assert.equal(lastDayOf({ ...year, length: 2 }, '2027-02-28T12:00:00+01:00'), '2029-02-28');
  });

  it('starts on the day that the clocks of its zone show, whatever the distance in the text', () => {
    assert.equal(termOf(SOME_TERM, '2026-11-02T23:59:59.999+01:00', days).startedOn, '2026-11-02');
    assert.equal(termOf(SOME_TERM, '2026-11-02T23:00:00Z', days).startedOn, '2026-11-03');
    assert.equal(termOf(SOME_TERM, '2026-07-02T22:00:00Z', days).startedOn, '2026-07-03');
    assert.equal(termOf({ ...SOME_TERM, zone: 'Atlantic/Reykjavik' }, '2026-11-02T23:00:00Z', days).startedOn, '2026-11-02');
  });

  it('ends at 24:00 of the zone that its rule names', () => {
    const { endsAt } = termOf({ ...SOME_TERM, roll: 'NONE', zone: 'Europe/Lisbon' }, '2026-07-02T12:00:00Z', days);
    assert.equal(endsAt, '2026-07-07T23:00:00.000Z');
    assert.equal(termOf({ ...SOME_TERM, roll: 'NONE' }, '2026-07-02T12:00:00Z', days).endsAt, '2026-07-07T22:00:00.000Z');
  });

  it('may start on a day of which no more is known', () => {
    assert.deepEqual(termOf(SOME_TERM, '2026-11-02', days), termOf(SOME_TERM, '2026-11-02T15:00:00+01:00', days));
  });

  it('of elapsed time ends to the millisecond, a day being 24 hours also when the clocks are changed', () => {
    const elapsed = { mode: 'ELAPSED', roll: 'NONE', length: 12, unit: 'HOUR' } as const;
    const end = (rule: Partial<TermRule>, at: string): string => termOf({ ...SOME_TERM, ...elapsed, ...rule }, at, days).endsAt;
    assert.equal(end({}, '2026-03-28T20:15:30.123+01:00'), '2026-03-29T07:15:30.123Z');
    assert.equal(end({ length: 1, unit: 'DAY' }, '2026-03-28T20:00:00+01:00'), '2026-03-29T19:00:00.000Z');
    const { lastDay, startedOn, reasons } = termOf({ ...SOME_TERM, ...elapsed }, '2026-03-28T23:30:00Z', days);
    assert.deepEqual([lastDay, startedOn, reasons], [null, '2026-03-29', []]);
  });

  it('of the Union of two days or more has two working days, and one of the Polish code need not', () => {
    const short = { length: 2, calendar: 'POL' } as const;
    const rolled = termOf({ ...SOME_TERM, ...short, roll: 'EU_1182_71' }, '2026-11-06T12:00:00+01:00', days);
    assert.equal(rolled.lastDay, '2026-11-10');
    assert.deepEqual(rolled.reasons.map(wordsOf), ['2026-11-08 SUNDAY', '2026-11-09 FEWER_THAN_TWO_WORKING_DAYS']);
    assert.equal(lastDayOf({ ...short, roll: 'KPA_57' }, '2026-11-06T12:00:00+01:00'), '2026-11-09');
    assert.equal(lastDayOf({ ...short, roll: 'EU_1182_71' }, '2026-11-02T12:00:00+01:00'), '2026-11-04', 'Tuesday and Wednesday');
    assert.equal(lastDayOf({ ...short, length: 1, roll: 'EU_1182_71' }, '2026-11-06T12:00:00+01:00'), '2026-11-09', 'of one day');
  });

  it('has the rule of the first and of the last day of its validity, and none on the days beside them', () => {
    const rule = { ...SOME_TERM, validFrom: '2026-06-12', validTo: '2026-12-31' };
    const found = ['2026-06-11', '2026-06-12', '2026-12-31', '2027-01-01'].map((day) => termRule([rule], 'SOME_TERM', day));
    assert.deepEqual(found, [undefined, rule, rule, undefined]);
    assert.equal(termRule([rule], 'ANOTHER_TERM', '2026-06-12'), undefined);
  });
});
