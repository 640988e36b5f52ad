/** What officers do with a consultation, and what authorities may do. The days are those of the November application. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadConsultationLists, releaseRule } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import {
  cancel,
  extendChild,
  extendParent,
  release,
  releaseByRule,
  type ReleaseRule,
} from '../../services/consultations/process/officers.ts';
import { refused, sentTooLate } from '../../services/consultations/process/transport.ts';
import { answer, childIn, clock, CONSULATE, deliver, instant, send, termsOf, told, unheard } from '../support/consultations.ts';
import {
  ABROAD,
  answers,
  application,
  asked,
  NATIONAL,
  noObjection,
  problems,
  SUBMITTED_AT,
  until,
} from '../support/november-application.ts';

const lists = await loadConsultationLists();
const byRule: ReleaseRule = (verdict, at) => releaseRule(lists, verdict, dayAt(at));

describe('a verdict', () => {
  const final = () => until('2026-11-13T00:00:00+01:00');

  it('without an objection goes out by the recorded rule, at the instant at which it became final', () => {
    const { consultation, history, letters } = releaseByRule(final().consultation, byRule);
    assert.deepEqual([consultation.releasedAt, consultation.releasedBy], [consultation.finalAt, lists.release[0]?.reference]);
    assert.deepEqual(
      history.map(({ what, who }) => [what, who]),
      [['RELEASED', lists.release[0]?.reference]],
    );
    assert.deepEqual(letters, [{ kind: 'VERDICT', to: CONSULATE, at: consultation.finalAt, data: {} }]);
  });

  it('waits for an officer where no rule is recorded', () => {
    assert.equal(releaseByRule(final().consultation, () => undefined).consultation.releasedAt, null);
  });

  it('leaves once, and not before it is final', () => {
    const act = { at: instant('2026-11-12T23:59:59.999+01:00'), who: 'PL-UDSC/2001', why: 'read' };
    const open = until('2026-11-12T23:00:00+01:00').consultation;
    assert.throws(() => release(open, act), { hubCode: 'INVALID_STATE' });
    assert.throws(() => release(final().consultation, act), { hubCode: 'INVALID_STATE' }, 'before it was final');
    const released = release(open, { ...act, at: instant('2026-11-13T00:00:00+01:00') }).consultation;
    assert.equal(released.finalVerdict, 'TACIT_NO_OBJECTION');
    assert.throws(() => release(released, { ...act, at: instant('2026-11-14T00:00:00+01:00') }), { hubCode: 'INVALID_STATE' });
  });

  it('comes early when everybody has answered, and leaves out who is not competent but shows it', () => {
    const steps = [
      ...asked(),
      ...NATIONAL.map((authority) => noObjection('2026-11-05T08:00:00+01:00', authority)),
      noObjection('2026-11-05T09:00:00+01:00', 'AUT'),
      answer(instant('2026-11-05T10:00:00+01:00'), 'FRA', { answer: 'NOT_COMPETENT' }),
    ];
    const { consultation } = told(application(), steps);
    assert.deepEqual([consultation.finalVerdict, consultation.finalAt], ['NO_OBJECTION', instant('2026-11-05T10:00:00+01:00')]);
    assert.equal(consultation.reasons.find(({ authority }) => authority === 'FRA')?.answer, 'NOT_COMPETENT');
  });
});

describe('an authority', () => {
  it('that was not asked cannot answer, and its fault report is no answer either', () => {
    assert.throws(() => told(application(), [noObjection('2026-11-03T10:00:00+01:00', 'PL-SKW')]), { hubCode: 'CONSULTATION_NOT_ASKED' });
    const fault = { authority: 'PL-SKW', at: SUBMITTED_AT, words: 'unreadable' };
    assert.throws(() => refused(application(), fault), { hubCode: 'CONSULTATION_NOT_ASKED' });
  });

  it('that answers before its delivery is known had the request by then at the latest, and its term runs from there', () => {
    const at = '2026-11-03T10:00:00+01:00';
    const more = answer(instant(at), 'FRA', { answer: 'MORE_INFO_NEEDED', question: 'Which route?' });
    const { consultation } = told(application(), [send(SUBMITTED_AT, 'FRA'), more, deliver(instant('2026-11-04T10:15:00+01:00'), 'FRA')]);
    const france = childIn(consultation, 'FRA');
    assert.deepEqual([france.state, france.deliveredAt, france.dueAt], ['ANSWERED', instant(at), instant('2026-11-11T00:00:00+01:00')]);
  });

  it('that has answered before any receipt puts no term at risk, and one that asks so late does', () => {
    const late = '2026-11-10T10:00:00+01:00';
    const questions = answer(instant(late), 'FRA', { answer: 'MORE_INFO_NEEDED', question: 'Which route?' });
    const steps = asked(['AUT']);
    assert.deepEqual(problems(told(application(), [...steps, noObjection(late, 'FRA')])), []);
    assert.deepEqual(problems(told(application(), [...steps, questions])), ['CONSULTATION_TERM_AT_RISK']);
  });

  it('of Poland may be given thirty days, once, and the consulate is told; another state may not', () => {
    const act = { at: instant('2026-11-06T10:00:00+01:00'), who: 'PL-UDSC/2001', why: 'more is to be looked up' };
    const before = told(application(), [...asked(), ...answers]);
    for (const authority of ['PL-AW', 'PL-ABW']) {
      const { consultation, letters } = extendChild(before.consultation, { ...act, authority }, termsOf(before.consultation));
      assert.deepEqual(
        [childIn(consultation, authority).state, childIn(consultation, authority).dueAt],
        ['EXTENDED', instant('2026-12-03T00:00:00+01:00')],
      );
      assert.deepEqual(
        letters.map(({ to, data }) => [to, data.notice ?? data.problem]),
        [
          [CONSULATE, 'EXTENDED'],
          ['operators', 'CONSULTATION_TERM_AT_RISK'],
        ],
      );
      assert.throws(() => extendChild(consultation, { ...act, authority }, termsOf(consultation)), { hubCode: 'INVALID_STATE' });
    }
    for (const authority of ['AUT', 'PL-SG'])
      assert.throws(() => extendChild(before.consultation, { ...act, authority }, termsOf(before.consultation)), {
        hubCode: 'INVALID_STATE',
      });
  });

  it('that asks a question after it was given more time is not given more again', () => {
    const act = { at: instant('2026-11-06T10:00:00+01:00'), who: 'PL-UDSC/2001', why: 'more is to be looked up', authority: 'PL-AW' };
    const question = answer(instant('2026-11-09T10:00:00+01:00'), 'PL-AW', { answer: 'MORE_INFO_NEEDED', question: 'Which route?' });
    const { consultation } = told(application(), [...asked(), (now) => extendChild(now, act, termsOf(now)), question]);
    assert.equal(childIn(consultation, 'PL-AW').dueAt, instant('2026-12-03T00:00:00+01:00'));
    const again = { ...act, at: instant('2026-11-10T10:00:00+01:00') };
    assert.throws(() => extendChild(consultation, again, termsOf(consultation)), { hubCode: 'INVALID_STATE' });
  });

  it('cannot be given more time once its term is over', () => {
    const act = { at: instant('2026-11-10T00:00:00+01:00'), who: 'PL-UDSC/2001', why: 'late', authority: 'PL-AW' };
    const { consultation } = told(application(), asked());
    assert.throws(() => extendChild(consultation, act, termsOf(consultation)), { hubCode: 'INVALID_STATE' });
  });

  it('that was never asked is not told when the consultation is called off', () => {
    const act = { at: instant('2026-11-02T10:00:00+01:00'), who: `${CONSULATE}/3001`, why: 'withdrawn' };
    const { consultation, letters } = cancel(told(application(), [send(SUBMITTED_AT, 'AUT')]).consultation, act);
    assert.deepEqual(
      letters.map(({ to }) => to),
      ['AUT'],
    );
    assert.ok(consultation.children.every(({ state, endedAt }) => state === 'CANCELLED' && endedAt === act.at));
  });

  it('whose request was on its way while the consultation was called off is told of it, once', () => {
    const off = { at: SUBMITTED_AT + 1000, who: 'PL-MSZ/1', why: 'withdrawn' };
    const cancelled = cancel(application(), off);
    assert.deepEqual(cancelled.letters, []);
    const request = { authority: 'PL-SG', messageId: 'message to PL-SG', at: SUBMITTED_AT + 500 };
    const { consultation, letters } = sentTooLate(cancelled.consultation, request);
    assert.deepEqual(letters, [{ kind: 'CANCEL', to: 'PL-SG', at: off.at, data: {} }]);
    assert.equal(childIn(consultation, 'PL-SG').state, 'CANCELLED');
    assert.deepEqual(sentTooLate(consultation, request).letters, []);
  });

  it('that was asked is told when the consultation is called off, and an answer of it then changes nothing', () => {
    const act = { at: instant('2026-11-06T10:00:00+01:00'), who: `${CONSULATE}/3001`, why: 'withdrawn' };
    const before = told(application(), [...asked(), ...answers]);
    const { consultation, letters } = cancel(before.consultation, act);
    assert.deepEqual(
      letters.map(({ kind, to }) => [kind, to]),
      [...NATIONAL, ...ABROAD].map((authority) => ['CANCEL', authority]),
    );
    assert.equal(childIn(consultation, 'PL-AW').state, 'CANCELLED');
    assert.equal(childIn(consultation, 'PL-SG').state, 'ANSWERED');
    const late = answer(instant('2026-11-07T10:00:00+01:00'), 'PL-AW', { answer: 'OBJECTION' });
    const after = told(consultation, [late, clock(instant('2027-01-05T00:00:00+01:00'))]);
    assert.deepEqual([unheard(after.consultation), after.letters], [unheard(consultation), []]);
    assert.throws(() => cancel(consultation, act), { hubCode: 'INVALID_STATE' });
  });
});

describe('the term of the Office', () => {
  const act = (at: string) => ({ at: instant(at), who: 'PL-UDSC/2001', why: 'more is to be looked up' });

  it('is extended once, before it ends, and not when the consultation is called off or decided', () => {
    const open = told(application(), asked()).consultation;
    const longer = extendParent(open, act('2026-11-12T23:59:59.999+01:00'), termsOf(open)).consultation;
    assert.deepEqual([longer.isExtended, longer.dueAt], [true, instant('2026-12-03T00:00:00+01:00')]);
    const refusing = [longer, cancel(open, act('2026-11-05T08:00:00+01:00')).consultation];
    for (const one of refusing)
      assert.throws(() => extendParent(one, act('2026-11-12T23:59:59.999+01:00'), termsOf(one)), { hubCode: 'INVALID_STATE' });
    assert.throws(() => extendParent(open, act('2026-11-13T00:00:00+01:00'), termsOf(open)), { hubCode: 'INVALID_STATE' });
  });
});
