/**
 * An answer that came just after midnight made the clock run for the whole consultation: what another authority had said before midnight, and
 * the hub had accepted but not yet read, was then overtaken by a verdict made without it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Consultation } from '../../services/consultations/process/consultation.ts';
import { answer, childIn, clock, deliver, instant, send, submitted, told, type Step } from '../support/consultations.ts';

const ASKED = ['PL-KGP', 'PL-AW', 'PL-SG'];
const MIDNIGHT = instant('2026-11-10T00:00:00+01:00');

const asked: readonly Step[] = ASKED.flatMap((authority) => [
  send(instant('2026-11-02T09:05:00+01:00'), authority),
  deliver(instant('2026-11-02T09:06:00+01:00'), authority),
]);
const agreed = answer(instant('2026-11-03T09:00:00+01:00'), 'PL-SG', { answer: 'NO_OBJECTION' });
const before = answer(MIDNIGHT - 100, 'PL-KGP', { answer: 'OBJECTION' });

describe('an answer that was accepted before the end of a term and is read after another that was not', () => {
  const inOrder = (...steps: readonly Step[]): Consultation =>
    told(submitted(instant('2026-11-02T09:00:00+01:00'), ASKED), [...asked, agreed, ...steps]).consultation;

  it('counts, whatever an authority says meanwhile', () => {
    const late = answer(MIDNIGHT + 100, 'PL-AW', { answer: 'NO_OBJECTION' });
    const consultation = inOrder(late, before, clock(MIDNIGHT + 200));
    assert.deepEqual([consultation.finalVerdict, consultation.finalAt], ['OBJECTION', MIDNIGHT]);
    assert.equal(childIn(consultation, 'PL-AW').state, 'TACIT');
  });

  it('counts, whatever is said again or proves useless meanwhile', () => {
    const again = [send(MIDNIGHT + 100, 'PL-AW'), deliver(MIDNIGHT + 100, 'PL-AW')];
    const consultation = inOrder(...again, before, clock(MIDNIGHT + 200));
    assert.deepEqual([consultation.finalVerdict, consultation.finalAt], ['OBJECTION', MIDNIGHT]);
  });
});
