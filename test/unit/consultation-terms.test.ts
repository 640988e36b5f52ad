/** The ends of the terms of a consultation: by the law of config/law as it stood on the day of submission. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadTermLaw, type TermLaw } from '../../law/term-law.ts';
import { parentDueAt, TERM_CODES, termEndsOf } from '../../services/consultations/terms.ts';

const law = await loadTermLaw();
const at = (instant: string): number => Date.parse(instant);
const national = { termCode: TERM_CODES.NATIONAL, country: 'POL' };
const abroad = (country: string) => ({ termCode: TERM_CODES.SCHENGEN, country });
const submittedAt = at('2026-11-02T09:00:00+01:00');
const ends = termEndsOf(law, submittedAt);

describe('the terms of a consultation', () => {
  it('end for the Head of the Office ten days after submission, and thirty when extended', () => {
    assert.equal(parentDueAt(law, submittedAt), at('2026-11-13T00:00:00+01:00'));
    assert.equal(ends.ofParentExtended({ submittedAt }), at('2026-12-03T00:00:00+01:00'));
  });

  it('end for a national authority five days after delivery, over the days off of Poland, and thirty when extended', () => {
    assert.equal(ends.ofChild(national, submittedAt), at('2026-11-10T00:00:00+01:00'));
    assert.equal(ends.ofChildExtended(national, submittedAt), at('2026-12-03T00:00:00+01:00'));
  });

  it('end for another state seven days after delivery, over its own days off', () => {
    const deliveredAt = at('2026-11-04T10:15:00+01:00');
    assert.equal(ends.ofChild(abroad('AUT'), deliveredAt), at('2026-11-12T00:00:00+01:00'));
    assert.equal(ends.ofChild(abroad('FRA'), deliveredAt), at('2026-11-13T00:00:00+01:00'));
  });

  it('go by the rule of the day of submission in Warsaw, whatever was enacted before the request was delivered', () => {
    const changed = changedOn('2026-11-03', 20);
    const [before, after] = ['2026-11-02T23:59:59+01:00', '2026-11-03T00:00:00+01:00'].map((instant) => termEndsOf(changed, at(instant)));
    const deliveredAt = at('2026-11-03T08:00:00+01:00');
    assert.equal(before?.ofChild(national, deliveredAt), at('2026-11-10T00:00:00+01:00'));
    assert.equal(after?.ofChild(national, deliveredAt), at('2026-11-24T00:00:00+01:00'));
  });

  it('do not end at a guessed instant where the law is incomplete: that is an error which may pass', () => {
    const incomplete = { hubCode: 'LAW_INCOMPLETE' };
    assert.throws(() => ends.ofChild(abroad('USA'), submittedAt), { ...incomplete, message: /USA/ });
    assert.throws(() => ends.ofChildExtended(abroad('FRA'), submittedAt), { ...incomplete, message: /FOREIGN_STATE_EXTENDED/ });
    assert.throws(() => parentDueAt(law, at('2033-01-03T09:00:00+01:00')), { ...incomplete, message: /2033/ });
    assert.throws(() => parentDueAt(law, at('2001-01-03T09:00:00+01:00')), { ...incomplete, message: /2001-01-03/ });
  });
});

/** The same law, but for a term of national authorities that is another from the day on. */
function changedOn(day: string, length: number): TermLaw {
  const rules = law.rules.flatMap((rule) =>
    rule.code === TERM_CODES.NATIONAL
      ? [
          { ...rule, validTo: '2026-11-02' },
          { ...rule, validFrom: day, length },
        ]
      : [rule],
  );
  return { ...law, rules };
}
