/** The process manager of visa consultations, told by the days of one application under the real law and a simulated clock. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadConsultationLists, releaseRule } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import type { Stepped } from '../../services/consultations/process/consultation.ts';
import { extendParent, release, releaseByRule, type ReleaseRule } from '../../services/consultations/process/officers.ts';
import { currentVerdict } from '../../services/consultations/process/verdict.ts';
import {
  answer,
  childIn,
  clock,
  CONSULATE,
  deliver,
  goesOn,
  instant,
  termsOf,
  told,
  unheard,
  type Step,
} from '../support/consultations.ts';
import { answers, application, asked, kgp, letters as said, noObjection, problems, until } from '../support/november-application.ts';

const lists = await loadConsultationLists();
const byRule: ReleaseRule = (verdict, at) => releaseRule(lists, verdict, dayAt(at));
const states = ({ consultation }: Stepped): Record<string, string> =>
  Object.fromEntries(consultation.children.map(({ authority, state }) => [authority, state]));

describe('a C visa that is submitted on Monday, 2 November 2026, at 9:00', () => {
  it('waits for AW in the last second of the Monday to which the Saturday rolled', () => {
    const stepped = until('2026-11-09T23:59:59+01:00');
    assert.deepEqual(states(stepped), {
      'PL-SG': 'ANSWERED',
      'PL-KGP': 'ANSWERED',
      'PL-ABW': 'ANSWERED',
      'PL-AW': 'DELIVERED',
      'PL-MSZ': 'ANSWERED',
      AUT: 'DELIVERED',
      FRA: 'DELIVERED',
    });
    assert.deepEqual(states(until('2026-11-09T23:59:59.999+01:00')), states(stepped));
  });

  it('has the silence of AW, and of ABW whose question stays open, at 0:00 on the 10th', () => {
    const { consultation, history } = until('2026-11-10T00:00:00+01:00');
    const [aw, abw] = [childIn(consultation, 'PL-AW'), childIn(consultation, 'PL-ABW')];
    assert.deepEqual([aw.state, aw.moreInfoOpen], ['TACIT', false]);
    assert.deepEqual([abw.state, abw.moreInfoOpen, abw.answer], ['TACIT', true, 'MORE_INFO_NEEDED']);
    assert.deepEqual([aw.endedAt, abw.endedAt], [instant('2026-11-10T00:00:00+01:00'), instant('2026-11-10T00:00:00+01:00')]);
    assert.deepEqual(
      history.filter(({ what }) => what === 'TACIT').map(({ authority, who }) => [authority, who]),
      [
        ['PL-ABW', 'clock'],
        ['PL-AW', 'clock'],
      ],
    );
    assert.equal(consultation.finalVerdict, null);
  });

  it('has the silence of Austria, where 11 November is a working day, at 0:00 on the 12th and not before', () => {
    assert.equal(states(until('2026-11-11T23:59:59.999+01:00'))['AUT'], 'DELIVERED');
    const at = states(until('2026-11-12T00:00:00+01:00'));
    assert.deepEqual([at['AUT'], at['FRA']], ['TACIT', 'DELIVERED']);
  });

  it('has the silence of France, where it is a holiday, and the verdict of seven children at 0:00 on the 13th and not before', () => {
    assert.equal(until('2026-11-12T23:59:59.999+01:00').consultation.finalVerdict, null);
    const { consultation } = until('2026-11-13T00:00:00+01:00');
    assert.equal(childIn(consultation, 'FRA').state, 'TACIT');
    assert.equal(consultation.finalVerdict, 'TACIT_NO_OBJECTION');
    assert.equal(consultation.finalAt, instant('2026-11-13T00:00:00+01:00'));
    assert.deepEqual(
      consultation.reasons.map(({ authority, state, answer: what, moreInfoOpen, incomplete }) => [
        authority,
        state,
        what,
        moreInfoOpen,
        incomplete,
      ]),
      [
        ['PL-SG', 'ANSWERED', 'NO_OBJECTION', false, null],
        ['PL-KGP', 'ANSWERED', 'NO_OBJECTION', false, null],
        ['PL-ABW', 'TACIT', 'MORE_INFO_NEEDED', true, null],
        ['PL-AW', 'TACIT', null, false, null],
        ['PL-MSZ', 'ANSWERED', 'NO_OBJECTION', false, null],
        ['AUT', 'TACIT', null, false, null],
        ['FRA', 'TACIT', null, false, null],
      ],
    );
    assert.ok(consultation.reasons.every(({ legalBasis }) => legalBasis !== ''));
  });

  it('keeps an objection of France at 8:00 on the 13th as late, changes nothing and gives the consulate a task', () => {
    const before = until('2026-11-13T00:00:00+01:00');
    const late = answer(instant('2026-11-13T08:00:00+01:00'), 'FRA', { answer: 'OBJECTION', grounds: ['INTERNAL_SECURITY'] });
    const { consultation, history, letters } = goesOn(before, [late]);
    assert.deepEqual(unheard(consultation), unheard(before.consultation));
    assert.deepEqual(history.at(-1), {
      at: instant('2026-11-13T08:00:00+01:00'),
      what: 'LATE',
      authority: 'FRA',
      who: 'FRA/1001',
      why: 'OBJECTION',
    });
    assert.deepEqual(letters.at(-1), {
      kind: 'NOTICE',
      to: CONSULATE,
      at: instant('2026-11-13T08:00:00+01:00'),
      data: { notice: 'LATE_OBJECTION', authority: 'FRA' },
    });
  });

  it('keeps any other late answer as late and tells nobody', () => {
    const before = until('2026-11-13T00:00:00+01:00');
    const after = goesOn(before, [noObjection('2026-11-13T08:00:00+01:00', 'FRA')]);
    assert.deepEqual([unheard(after.consultation), after.letters], [unheard(before.consultation), before.letters]);
    assert.equal(after.history.at(-1)?.what, 'LATE');
  });

  it('counts an answer of France one millisecond before its term ends, and not at its end', () => {
    const objection = (at: string): Step => answer(instant(at), 'FRA', { answer: 'OBJECTION', grounds: ['PUBLIC_POLICY'] });
    const inTime = until('2026-11-13T00:00:00+01:00', [...asked(), ...answers, kgp, objection('2026-11-12T23:59:59.999+01:00')]);
    assert.equal(inTime.consultation.finalVerdict, 'OBJECTION');
    const late = until('2026-11-13T00:00:00+01:00', [...asked(), ...answers, kgp, objection('2026-11-13T00:00:00+01:00')]);
    assert.equal(late.consultation.finalVerdict, 'TACIT_NO_OBJECTION');
  });

  it('tells the consulate what ABW wants to know, and the clock of ABW runs on', () => {
    const stepped = until('2026-11-04T12:00:00+01:00');
    assert.deepEqual(
      said(stepped, 'NOTICE').map(({ to, data }) => [to, data]),
      [[CONSULATE, { notice: 'MORE_INFO_NEEDED', authority: 'PL-ABW', question: 'Where did the applicant live before?' }]],
    );
    assert.equal(childIn(stepped.consultation, 'PL-ABW').dueAt, instant('2026-11-10T00:00:00+01:00'));
  });
});

describe('the same application, when KGP objects on 5 November', () => {
  const at = instant('2026-11-05T12:00:00+01:00');
  const objects = answer(at, 'PL-KGP', { answer: 'OBJECTION', grounds: ['INTERNAL_SECURITY'] });
  const steps = [...asked(), ...answers, objects];

  it('shows the objection in the same second, and has no verdict yet', () => {
    const { consultation } = told(application(), steps);
    assert.equal(currentVerdict(consultation), 'OBJECTION');
    assert.equal(consultation.finalVerdict, null);
  });

  it('has its final verdict when the last term ends, and no rule releases it: it waits for an officer', () => {
    const final = until('2026-11-13T00:00:00+01:00', steps);
    assert.equal(final.consultation.finalVerdict, 'OBJECTION');
    assert.deepEqual(releaseByRule(final.consultation, byRule), { consultation: final.consultation, history: [], letters: [] });
    const act = { at: instant('2026-11-13T09:00:00+01:00'), who: 'PL-UDSC/2001', why: 'I read all reasons' };
    const released = release(final.consultation, act);
    assert.deepEqual([released.consultation.releasedAt, released.consultation.releasedBy], [act.at, act.who]);
    assert.equal(released.consultation.finalAt, final.consultation.finalAt);
  });

  it('says nothing abroad or to the consulate of the ground, not in a letter and not in the reasons', () => {
    const final = until('2026-11-13T00:00:00+01:00', steps);
    const released = release(final.consultation, { at: instant('2026-11-13T09:00:00+01:00'), who: 'PL-UDSC/2001', why: 'read' });
    const words = JSON.stringify([...final.letters, ...released.letters, released.consultation.reasons]);
    assert.ok(!words.includes('INTERNAL_SECURITY'));
    assert.ok([...final.letters, ...released.letters].every(({ to }) => [CONSULATE, 'operators'].includes(to)));
  });

  it('shows no objection any more when KGP corrects itself in time', () => {
    const { consultation, history } = told(application(), [...steps, noObjection('2026-11-06T12:00:00+01:00', 'PL-KGP')]);
    assert.equal(currentVerdict(consultation), null);
    assert.deepEqual(childIn(consultation, 'PL-KGP').grounds, []);
    assert.equal(history.at(-1)?.what, 'CORRECTED');
  });

  it('keeps the objection when KGP corrects itself after its own term, though others are still awaited', () => {
    const steps10 = [...steps, noObjection('2026-11-10T00:00:00+01:00', 'PL-KGP')];
    const { consultation, history } = told(application(), steps10);
    assert.equal(currentVerdict(consultation), 'OBJECTION');
    assert.equal(history.at(-1)?.what, 'LATE');
  });
});

describe('the same application, when no form R ever comes from France', () => {
  const steps = [...asked(['AUT']), ...answers, kgp];

  it('is incomplete at 0:00 on the 13th and never tacit: France failed, and operators are told', () => {
    assert.equal(until('2026-11-12T23:59:59.999+01:00', steps).consultation.finalVerdict, null);
    const final = until('2026-11-13T00:00:00+01:00', steps);
    assert.equal(childIn(final.consultation, 'FRA').state, 'FAILED');
    assert.equal(final.consultation.finalVerdict, 'INCOMPLETE');
    assert.equal(final.consultation.reasons.find(({ authority }) => authority === 'FRA')?.incomplete, 'NEVER_DELIVERED');
    assert.deepEqual(problems(final), ['CONSULTATION_INCOMPLETE']);
    assert.equal(until('2027-01-05T00:00:00+01:00', steps).consultation.finalVerdict, 'INCOMPLETE');
  });

  it('stays incomplete when form R comes after all: that is written down and no more', () => {
    const late = deliver(instant('2026-11-13T00:00:00+01:00'), 'FRA');
    const final = told(application(), [...steps, late, late, clock(instant('2026-11-13T00:00:00+01:00'))]);
    assert.deepEqual([childIn(final.consultation, 'FRA').state, final.consultation.finalVerdict], ['FAILED', 'INCOMPLETE']);
    assert.equal(childIn(final.consultation, 'FRA').deliveredAt, instant('2026-11-13T00:00:00+01:00'));
    assert.deepEqual(final.history.filter(({ authority, what }) => authority === 'FRA' && what === 'DELIVERED').length, 1);
  });

  it('is released by no rule, but by an officer', () => {
    const { consultation } = until('2026-11-13T00:00:00+01:00', steps);
    assert.equal(releaseByRule(consultation, byRule).consultation.releasedAt, null);
    assert.equal(releaseByRule(consultation, () => 'a rule that goes too far').consultation.releasedAt, null);
  });

  it('is incomplete because a term runs, when form R comes too late for the term of France to end', () => {
    const late = [...steps, deliver(instant('2026-11-10T09:00:00+01:00'), 'FRA')];
    const final = until('2026-11-13T00:00:00+01:00', late);
    assert.equal(final.consultation.finalVerdict, 'INCOMPLETE');
    assert.equal(final.consultation.reasons.find(({ authority }) => authority === 'FRA')?.incomplete, 'TERM_RUNNING');
    assert.deepEqual(problems(final), ['CONSULTATION_TERM_AT_RISK', 'CONSULTATION_INCOMPLETE']);
    const france = childIn(final.consultation, 'FRA');
    assert.deepEqual([france.state, france.endedAt], ['DELIVERED', final.consultation.finalAt], 'nobody waits for it any more');
  });

  it('is tacit after all, when an officer extends the term of the Office before it ends', () => {
    const act = { at: instant('2026-11-10T10:00:00+01:00'), who: 'PL-UDSC/2001', why: 'France had the request late' };
    const extended: Step = (now) => extendParent(now, act, termsOf(now));
    const story = [...steps, deliver(instant('2026-11-10T09:00:00+01:00'), 'FRA'), extended];
    const final = until('2026-12-01T00:00:00+01:00', story);
    assert.deepEqual(
      [final.consultation.finalVerdict, final.consultation.finalAt],
      ['TACIT_NO_OBJECTION', instant('2026-11-18T00:00:00+01:00')],
    );
    assert.deepEqual(said(final, 'NOTICE').at(-1), {
      kind: 'NOTICE',
      to: CONSULATE,
      at: act.at,
      data: { notice: 'EXTENDED', dueAt: '2026-12-02T23:00:00.000Z', reason: act.why },
    });
  });
});
