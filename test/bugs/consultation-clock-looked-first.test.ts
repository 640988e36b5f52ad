/**
 * A node whose clock or work ran ahead found silence where an answer was already in the hub: the answer was kept as late and lost. And
 * where such an answer did count, the verdict became final before the term of another authority was over.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answer, childIn, clock, CONSULATE, goesOn, instant, told, unheard } from '../support/consultations.ts';
import { answers, application, asked, kgp, letters, noObjection, problems } from '../support/november-application.ts';

const sofar = [...asked(), ...answers, kgp];
const objectsAt = (at: string) => answer(instant(at), 'PL-AW', { answer: 'OBJECTION' });

describe('an answer that the hub had in time, when the clock looked first', () => {
  const looked = told(application(), [...sofar, clock(instant('2026-11-10T00:00:00+01:00'))]);

  it('counts though its authority was found silent, as long as there is no verdict', () => {
    assert.equal(childIn(looked.consultation, 'PL-AW').state, 'TACIT');
    const { consultation, history } = goesOn(looked, [objectsAt('2026-11-09T23:59:59.999+01:00')]);
    assert.deepEqual([childIn(consultation, 'PL-AW').state, childIn(consultation, 'PL-AW').answer], ['ANSWERED', 'OBJECTION']);
    assert.equal(history.at(-1)?.what, 'ANSWERED');
    const final = goesOn({ consultation, history: [], letters: [] }, [clock(instant('2026-11-13T00:00:00+01:00'))]);
    assert.equal(final.consultation.finalVerdict, 'OBJECTION');
  });

  it('does not count at the instant at which its term ended', () => {
    assert.equal(goesOn(looked, [objectsAt('2026-11-10T00:00:00+01:00')]).history.at(-1)?.what, 'LATE');
  });

  it('and asked for more ends in silence at the end of its own term, with its question open', () => {
    const question = answer(instant('2026-11-09T12:00:00+01:00'), 'PL-AW', { answer: 'MORE_INFO_NEEDED', question: 'Which route?' });
    const { consultation } = goesOn(looked, [question, clock(instant('2026-11-10T00:00:01+01:00'))]);
    const aw = childIn(consultation, 'PL-AW');
    assert.deepEqual([aw.state, aw.moreInfoOpen, aw.endedAt], ['TACIT', true, instant('2026-11-10T00:00:00+01:00')]);
  });

  it('makes no verdict final before the last of the other terms has ended', () => {
    const abroad = ['AUT', 'FRA'].map((authority) => noObjection('2026-11-05T08:00:00+01:00', authority));
    const ahead = told(application(), [
      ...[...sofar, ...abroad],
      noObjection('2026-11-09T14:00:00+01:00', 'PL-ABW'),
      noObjection('2026-11-09T13:30:00+01:00', 'PL-AW'),
    ]).consultation;
    assert.deepEqual([ahead.finalVerdict, ahead.finalAt], ['NO_OBJECTION', instant('2026-11-09T14:00:00+01:00')]);
  });
});

describe('an answer that the hub had in time, when the verdict was made without it', () => {
  const final = told(application(), [...sofar, clock(instant('2026-11-13T00:00:00+01:00'))]);
  const objects = answer(instant('2026-11-12T23:59:59.999+01:00'), 'FRA', { answer: 'OBJECTION' });
  const after = goesOn({ ...final, history: [], letters: [] }, [objects]);

  it('changes no verdict, and is a problem that operators see besides the task of the consulate', () => {
    assert.deepEqual(unheard(after.consultation), unheard(final.consultation));
    assert.equal(after.history.at(-1)?.what, 'LATE');
    assert.deepEqual(
      letters(after, 'NOTICE').map(({ to, data }) => [to, data['notice']]),
      [[CONSULATE, 'LATE_OBJECTION']],
    );
    assert.deepEqual(problems(after), ['CONSULTATION_ANSWER_OVERTAKEN']);
  });

  it('is no problem when its own term was over', () => {
    const late = goesOn({ ...final, history: [], letters: [] }, [objectsAt('2026-11-12T12:00:00+01:00')]);
    assert.deepEqual([late.history.at(-1)?.what, problems(late)], ['LATE', []]);
  });
});
