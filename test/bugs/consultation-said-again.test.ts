/** An objection that came a second time, after the verdict it had made, was taken for a late one: the consulate was to revoke a visa. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answer, childIn, clock, goesOn, instant, told, type Step, unheard } from '../support/consultations.ts';
import { application, asked, noObjection } from '../support/november-application.ts';

const objects = (at: string, grounds: readonly 'PUBLIC_POLICY'[] = ['PUBLIC_POLICY']): Step =>
  answer(instant(at), 'PL-KGP', { answer: 'OBJECTION', grounds });
const objected = told(application(), [...asked(), objects('2026-11-05T12:00:00+01:00')]);

describe('an answer that is said again', () => {
  it('changes nothing before the verdict, and opens no task after it', () => {
    const again = goesOn(objected, [objects('2026-11-06T12:00:00+01:00')]);
    assert.deepEqual(again, objected);
    const final = goesOn(objected, [clock(instant('2026-11-13T00:00:00+01:00'))]);
    assert.deepEqual(goesOn(final, [objects('2026-11-14T12:00:00+01:00')]), final);
  });

  it('by another officer is an answer of that officer', () => {
    const other = answer(instant('2026-11-06T12:00:00+01:00'), 'PL-KGP', {
      answer: 'OBJECTION',
      grounds: ['PUBLIC_POLICY'],
      officer: 'PL-KGP/1002',
    });
    const { consultation, history } = goesOn(objected, [other]);
    assert.deepEqual([history.at(-1)?.what, childIn(consultation, 'PL-KGP').officer], ['CORRECTED', 'PL-KGP/1002']);
  });

  it('with other grounds is a correction', () => {
    const { consultation, history } = goesOn(objected, [objects('2026-11-06T12:00:00+01:00', [])]);
    assert.deepEqual([history.at(-1)?.what, childIn(consultation, 'PL-KGP').grounds], ['CORRECTED', []]);
  });

  it('does not undo what the authority has said since, when it is the older one that arrives last', () => {
    const newer = told(application(), [...asked(), noObjection('2026-11-06T12:00:00+01:00', 'PL-KGP')]);
    const { consultation, history } = goesOn(newer, [objects('2026-11-05T12:00:00+01:00')]);
    assert.deepEqual(unheard(consultation), unheard(newer.consultation));
    assert.equal(history.at(-1)?.what, 'SUPERSEDED');
  });
});
