/**
 * An authority's system had the request and then said that it could not use it. The term ran on, and its end made consent of the silence
 * of an authority that never could read what it was asked. And the request that was sent anew was not known, so that no receipt of it counted.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sent, refused } from '../../services/consultations/process/transport.ts';
import { answer, childIn, clock, deliver, goesOn, instant, told, type Step } from '../support/consultations.ts';
import { application, asked, problems, until } from '../support/november-application.ts';

const unusable =
  (at: string): Step =>
  (now) =>
    refused(now, { authority: 'FRA', at: instant(at), words: 'heading 026 is missing' });
const anew =
  (at: string): Step =>
  (now) =>
    sent(now, { authority: 'FRA', messageId: 'the second message', at: instant(at) });
const refusedOnFourth = [...asked(), unusable('2026-11-04T10:20:00+01:00')];

describe('a request that an authority could not use', () => {
  it('is not delivered, though there was a receipt of it: silence makes it incomplete and never tacit', () => {
    const final = until('2026-11-13T00:00:00+01:00', refusedOnFourth);
    assert.deepEqual([childIn(final.consultation, 'FRA').state, final.consultation.finalVerdict], ['FAILED', 'INCOMPLETE']);
    assert.deepEqual(problems(final), ['CONSULTATION_NOT_USABLE', 'CONSULTATION_INCOMPLETE']);
  });

  it('is sent anew, and the term begins with the receipt of the second message', () => {
    const again = [...refusedOnFourth, anew('2026-11-05T08:00:00+01:00'), deliver(instant('2026-11-05T09:00:00+01:00'), 'FRA')];
    const france = childIn(told(application(), again).consultation, 'FRA');
    assert.deepEqual([france.messageId, france.dueAt], ['the second message', instant('2026-11-13T00:00:00+01:00')]);
    assert.equal(until('2026-11-13T00:00:00+01:00', again).consultation.finalVerdict, 'TACIT_NO_OBJECTION');
  });

  it('stays sent anew when its first refusal, or its first sending, is heard of once more', () => {
    const again = told(application(), [...refusedOnFourth, anew('2026-11-05T08:00:00+01:00')]);
    const first: Step = (now) => sent(now, { authority: 'FRA', messageId: 'message to FRA', at: instant('2026-11-02T09:05:00+01:00') });
    const { consultation } = goesOn(again, [first, unusable('2026-11-04T10:20:00+01:00'), anew('2026-11-05T08:00:00+01:00')]);
    assert.deepEqual(consultation, again.consultation);
  });

  it('is not sent anew by the same message, though it is heard of later', () => {
    const before = told(application(), asked([]));
    const again: Step = (now) => sent(now, { authority: 'FRA', messageId: 'message to FRA', at: instant('2026-11-03T08:00:00+01:00') });
    assert.deepEqual(goesOn(before, [again]), before);
  });

  it('was usable after all where the authority has answered, and where its silence is law by then', () => {
    const question = answer(instant('2026-11-04T10:18:00+01:00'), 'FRA', { answer: 'MORE_INFO_NEEDED', question: 'Which route?' });
    const asking = told(application(), [...asked(), question]);
    assert.deepEqual(goesOn(asking, [unusable('2026-11-04T10:20:00+01:00')]).consultation, asking.consultation);
    const tacit = told(application(), [...asked(), clock(instant('2026-11-13T00:00:00+01:00'))]);
    const late = goesOn(tacit, [unusable('2026-11-13T08:00:00+01:00')]);
    assert.deepEqual(late.consultation, tacit.consultation);
    assert.ok(problems(late).includes('CONSULTATION_NOT_USABLE'));
  });
});
