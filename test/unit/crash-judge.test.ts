/** The judge of crash runs with consultations is judged first: each kind of fault must be found, and a clean run must stay clean. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CaseBook, GivenAnswer, VerdictSeen } from '../crash/consultations/books.ts';
import { endOfTerm } from '../crash/consultations/calendar.ts';
import { expectedOf, judge } from '../crash/consultations/judge.ts';
import type { Answer } from '../crash/consultations/plan.ts';
import { ASKED } from '../crash/consultations/those-asked.ts';

const at = (text: string): number => Date.parse(`2026-11-${text}+01:00`);
const DELIVERED = at('02T10:00:00');
const NINTH_ENDS = at('10T00:00:00');

const answer = (authority: string, when: number, said: Answer = 'NO_OBJECTION'): GivenAnswer => ({
  ...{ authority, answer: said, from: when, until: when },
});

const book = (change: Partial<CaseBook> = {}): CaseBook => ({
  plan: { n: 0, kind: 'silent', arrivals: Object.fromEntries(ASKED.map((name) => [name, 'asked'])), sayings: [] },
  ...{ consultationId: 'C', reference: 'KSK1', submittedAt: DELIVERED, dueAt: at('13T00:00:00'), consulted: ASKED },
  arrivals: new Map(ASKED.map((name) => [name, { from: DELIVERED, until: DELIVERED }])),
  ...{ answers: [], verdicts: [], lateObjections: new Set() },
  ...change,
});

/** The verdict that is right. */
function verdictOn(known: CaseBook, change: Partial<VerdictSeen> = {}): VerdictSeen {
  const { verdict, final, children } = expectedOf(known);
  const reasons = Object.entries(children).map(([authority, shown]) => {
    const [state = '', said = 'null'] = shown.split(' ');
    return { authority, state, answer: said === 'null' ? null : said };
  });
  return { id: 'V1', seenAt: final.until + 100, finalAt: final.from, verdict, reasons, ...change };
}

const counts = (known: CaseBook, ...verdicts: readonly VerdictSeen[]): readonly number[] => {
  const { lost, doubled, early, wrong, tacitUnheard } = judge([{ ...known, verdicts: [...verdicts] }]);
  return [lost, doubled, early, wrong, tacitUnheard];
};

describe('the judge of crash runs with consultations', () => {
  it('counts terms by the days off of the state that must act', () => {
    assert.equal(endOfTerm(DELIVERED, { days: 5, country: 'POL' }), NINTH_ENDS);
    assert.equal(endOfTerm(at('04T23:59:59'), { days: 7, country: 'AUT' }), at('12T00:00:00'));
    assert.equal(endOfTerm(at('04T23:59:59'), { days: 7, country: 'FRA' }), at('13T00:00:00'));
    assert.equal(endOfTerm(at('05T00:00:00'), { days: 7, country: 'AUT' }), at('13T00:00:00'));
  });

  it('finds nothing where the verdict is right', () => {
    assert.deepEqual(counts(book(), verdictOn(book())), [0, 0, 0, 0, 0]);
    assert.equal(expectedOf(book()).verdict, 'TACIT_NO_OBJECTION');
  });

  it('cannot know by which day a request came that was on its way while the day changed, and takes either', () => {
    const span = { from: at('03T10:00:00'), until: at('05T10:00:00') };
    const known = book({
      arrivals: new Map(ASKED.map((name) => [name, name === 'FRA-VISION' ? span : { from: DELIVERED, until: DELIVERED }])),
    });
    for (const finalAt of [at('11T00:00:00'), at('13T00:00:00')])
      assert.deepEqual(counts(known, verdictOn(known, { finalAt, seenAt: finalAt + 100 })), [0, 0, 0, 0, 0]);
  });

  it('has an objection count until the last millisecond, and not at the end of the term', () => {
    const heard = book({ answers: [answer('PL-AW', NINTH_ENDS - 1, 'OBJECTION')] });
    assert.equal(expectedOf(heard).verdict, 'OBJECTION');
    const late = expectedOf(book({ answers: [answer('PL-AW', NINTH_ENDS, 'OBJECTION')] }));
    assert.deepEqual([late.verdict, late.lateObjections], ['TACIT_NO_OBJECTION', ['PL-AW']]);
  });

  it('has the last of an authority stand, and a question stand for silence', () => {
    const said = [answer('PL-AW', DELIVERED + 1, 'OBJECTION'), answer('PL-AW', DELIVERED + 2)];
    assert.equal(expectedOf(book({ answers: said })).verdict, 'TACIT_NO_OBJECTION');
    const asks = ASKED.map((name) => answer(name, DELIVERED + 1, name === 'PL-AW' ? 'MORE_INFO_NEEDED' : 'NO_OBJECTION'));
    assert.equal(expectedOf(book({ answers: asks })).children['PL-AW'], 'TACIT MORE_INFO_NEEDED');
  });

  it('calls early what is final, or seen, before the term ends', () => {
    assert.deepEqual(counts(book(), verdictOn(book(), { finalAt: NINTH_ENDS - 60_000 })), [0, 0, 1, 0, 0]);
    assert.deepEqual(counts(book(), verdictOn(book(), { seenAt: NINTH_ENDS - 60_000 })), [0, 0, 1, 0, 0]);
  });

  it('calls wrong another verdict, a later end and an objection of which the consulate was not told', () => {
    assert.deepEqual(counts(book(), verdictOn(book(), { verdict: 'NO_OBJECTION' })), [0, 0, 0, 1, 0]);
    assert.deepEqual(counts(book(), verdictOn(book(), { finalAt: NINTH_ENDS + 1000 })), [0, 0, 0, 1, 0]);
    const untold = book({ answers: [answer('PL-AW', NINTH_ENDS + 1, 'OBJECTION')] });
    assert.deepEqual(counts(untold, verdictOn(untold)), [0, 0, 0, 1, 0]);
  });

  it('calls lost what has no verdict and what was never brought, and doubled what has two', () => {
    assert.deepEqual(counts(book()), [1, 0, 0, 0, 0]);
    const unbrought = book({ arrivals: new Map([...book().arrivals].slice(1)) });
    assert.deepEqual(counts(unbrought, verdictOn(unbrought)), [1, 0, 0, 0, 0]);
    assert.deepEqual(counts(book(), verdictOn(book()), verdictOn(book(), { id: 'V2' })), [0, 1, 0, 0, 0]);
  });

  it('has incomplete what never arrived, and finds silence taken for consent there', () => {
    const plan = { ...book().plan, arrivals: { ...book().plan.arrivals, 'FRA-VISION': 'never' as const } };
    const unheard = book({ plan, arrivals: new Map([...book().arrivals].filter(([name]) => name !== 'FRA-VISION')) });
    const right = verdictOn(unheard);
    assert.deepEqual([right.verdict, right.finalAt], ['INCOMPLETE', at('13T00:00:00')]);
    const reasons = right.reasons.map((one) => (one.authority === 'FRA-VISION' ? { ...one, state: 'TACIT' } : one));
    assert.deepEqual(counts(unheard, { ...right, reasons }), [0, 0, 0, 1, 1]);
  });
});
