/**
 * A node that died after it had stepped a consultation and before it had recorded the delivery left the answer to be delivered again. One
 * that counts was known by then; one that had come late was written down a second time, and the consulate got a second task.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answer, clock, goesOn, instant, told } from '../support/consultations.ts';
import { answers, application, asked, kgp } from '../support/november-application.ts';

describe('an answer that changes nothing, delivered again', () => {
  const final = told(application(), [...asked(), ...answers, kgp, clock(instant('2026-11-13T00:00:00+01:00'))]);
  const objection = (at: string) => answer(instant(at), 'FRA', { answer: 'OBJECTION' });
  const kept = goesOn(final, [objection('2026-11-13T08:00:00+01:00')]);

  it('is written down once, with one task for the consulate', () => {
    assert.equal(kept.history.at(-1)?.what, 'LATE');
    const again = goesOn(kept, [objection('2026-11-13T08:00:00+01:00')]);
    assert.deepEqual([again.history.length, again.letters.length], [kept.history.length, kept.letters.length]);
    assert.equal(again.consultation, kept.consultation);
  });

  it('is another one when it was said another time', () => {
    const second = goesOn(kept, [objection('2026-11-13T09:00:00+01:00')]);
    assert.equal(second.history.length, kept.history.length + 1);
  });
});
