/** The examples of terms that a lawyer can read, and what the engine says of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { loadTermLaw } from '../../law/term-law.ts';
import { serviceFictionOn, termOf, termRule, type TermReason } from '../../law/terms.ts';

interface Example {
  readonly what: string;
  readonly code: string;
  readonly startedAt: string;
  /** The day that chooses the rule, where it is not the start. */
  readonly lodgedOn?: string;
  readonly actingState?: string;
  readonly lastDay: string;
  readonly over: string;
  readonly movedOver: readonly string[];
}

const examples = JSON.parse(readFileSync(new URL('./term-examples.json', import.meta.url), 'utf8')) as readonly Example[];
const { rules, days } = await loadTermLaw();

const wordsOf = ({ day, kind, holiday }: TermReason): string => `${day} ${holiday ?? kind}`;

describe('terms', () => {
  for (const { what, code, startedAt, lodgedOn, actingState, ...expected } of examples) {
    it(`end as the law says: ${what}`, () => {
      const rule = termRule(rules, code, lodgedOn ?? startedAt.slice(0, 10));
      assert.ok(rule !== undefined, code);
      const { lastDay, endsAt, rolledFrom, reasons } = termOf(rule, startedAt, days, actingState);
      assert.deepEqual(
        { lastDay, over: endsAt, movedOver: reasons.map(wordsOf) },
        { ...expected, over: new Date(expected.over).toISOString() },
      );
      assert.equal(rolledFrom, reasons[0]?.day ?? null);
    });
  }

  it('take a letter as served with the end of the fourteenth day from its first notice, be it a day off', () => {
    assert.equal(serviceFictionOn('2026-10-28'), '2026-11-11');
    const rule = termRule(rules, 'KPA_SERVICE_FICTION', '2026-10-28');
    assert.ok(rule !== undefined);
    assert.equal(termOf(rule, '2026-10-28T12:00:00+01:00', days).lastDay, serviceFictionOn('2026-10-28'));
  });
});
