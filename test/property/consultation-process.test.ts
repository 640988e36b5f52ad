/** The process manager of visa consultations under any events, in any order, looked at by the clock at any time: laws that always hold. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { HubError } from '../../broker/contract/errors.ts';
import { addDays, startOfDayMs } from '../../law/days.ts';
import { advance } from '../../services/consultations/process/clock.ts';
import type { Child, Consultation, Stepped } from '../../services/consultations/process/consultation.ts';
import { cancel, extendChild, extendParent, release } from '../../services/consultations/process/officers.ts';
import { refused } from '../../services/consultations/process/transport.ts';
import { currentVerdict } from '../../services/consultations/process/verdict.ts';
import { foretold, type ChildOutcome, type Event, type Outcome } from '../support/consultation-reference.ts';
import { answer, clock, deliver, goesOn, send, submitted, termsOf, told, type Step } from '../support/consultations.ts';

const HOUR_MS = 3_600_000;
const LONG_AFTER_MS = 90 * 24 * HOUR_MS;

/** Days of 2026 round which much is off, or the clocks are changed, and any other. */
const submittedOn = fc.oneof(
  fc.constantFrom('2026-11-02', '2026-12-21', '2026-03-27', '2026-10-23', '2026-04-01', '2026-06-03', '2025-12-19', '2026-05-29'),
  fc.integer({ min: 0, max: 1400 }).map((days) => addDays('2025-01-01', days)),
);
const application = fc.record({
  submittedOn,
  hour: fc.integer({ min: 0, max: 23 }),
  authorities: fc.subarray(['PL-SG', 'PL-ABW', 'AUT', 'FRA'], { minLength: 1 }),
});
type Application = typeof application extends fc.Arbitrary<infer T> ? T : never;

const startOf = ({ submittedOn: day, hour }: Application): number => startOfDayMs(day) + hour * HOUR_MS;
const askedOf = (drawn: Application): Consultation => submitted(startOf(drawn), drawn.authorities);

/** Where terms end, one millisecond beside it, and anywhere. */
const moment = fc.record({
  day: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 14 }) }, { weight: 1, arbitrary: fc.integer({ min: 15, max: 40 }) }),
  offset: fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 0, max: 24 * HOUR_MS - 1 })),
});
const instantOf = ({ submittedOn: day, hour }: Application, when: { readonly day: number; readonly offset: number }): number =>
  Math.max(startOf({ submittedOn: day, hour, authorities: [] }), startOfDayMs(addDays(day, when.day)) + when.offset);

const CHILD_EVENTS = ['SEND', 'DELIVER', 'DELIVER', 'REFUSE', 'EXTEND_CHILD', 'ANSWER', 'ANSWER', 'ANSWER'] as const;
const PARENT_EVENTS = ['EXTEND_PARENT', 'CANCEL', 'RELEASE', 'LOOK'] as const;
const ANSWERS = ['NO_OBJECTION', 'NO_OBJECTION', 'OBJECTION', 'MORE_INFO_NEEDED', 'NOT_COMPETENT'] as const;

const drawnEvent = fc.record({
  when: moment,
  what: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...CHILD_EVENTS) }, { weight: 1, arbitrary: fc.constantFrom(...PARENT_EVENTS) }),
  whom: fc.nat(3),
  answer: fc.constantFrom(...ANSWERS),
});
type DrawnEvent = typeof drawnEvent extends fc.Arbitrary<infer T> ? T : never;

function eventOf(drawn: Application, { when, what, whom, answer: said }: DrawnEvent): Event {
  const at = instantOf(drawn, when);
  const authority = drawn.authorities[whom % drawn.authorities.length] ?? '';
  if (what === 'ANSWER') return { at, what, authority, answer: said };
  return what === 'SEND' || what === 'DELIVER' || what === 'REFUSE' || what === 'EXTEND_CHILD' ? { at, what, authority } : { at, what };
}

/** Most requests are sent and delivered on the first days, or little else would ever happen. */
const story = fc
  .record({
    drawn: application,
    delivered: fc.array(moment.map(({ day, offset }) => ({ day: day % 4, offset }))),
    events: fc.array(drawnEvent, { maxLength: 14 }),
  })
  .map(({ drawn, delivered, events }) => {
    const arrivals = drawn.authorities.flatMap((authority, at): Event[] => {
      const when = delivered[at];
      if (when === undefined) return [];
      const sentAt = startOf(drawn);
      return [
        { at: sentAt, what: 'SEND', authority },
        { at: Math.max(sentAt, instantOf(drawn, when)), what: 'DELIVER', authority },
      ];
    });
    return { asked: askedOf(drawn), events: [...arrivals, ...events.map((event) => eventOf(drawn, event))] };
  });
const inOrder = (events: readonly Event[]): readonly Event[] => events.toSorted((a, b) => a.at - b.at);

const act = { who: 'PL-UDSC/2001', why: 'a reason' };

/** The step of the event; what a step refuses changes nothing. */
function stepOf(event: Event): Step {
  return (now) => {
    try {
      return stepping(event)(now);
    } catch (error) {
      if (error instanceof HubError && error.hubCode === 'INVALID_STATE') return { consultation: now, history: [], letters: [] };
      throw error;
    }
  };
}

const stepping = (event: Event): Step => ('authority' in event ? steppingChild(event) : steppingParent(event));

function steppingChild({ at, what, authority, answer: said = 'NO_OBJECTION' }: Extract<Event, { readonly authority: string }>): Step {
  switch (what) {
    case 'SEND':
      return send(at, authority);
    case 'DELIVER':
      return deliver(at, authority);
    case 'REFUSE':
      return (now) => refused(now, { authority, at, words: 'unreadable' });
    case 'ANSWER':
      return answer(at, authority, { answer: said });
    case 'EXTEND_CHILD':
      return (now) => extendChild(now, { ...act, at, authority }, termsOf(now));
  }
}

function steppingParent({ at, what }: Exclude<Event, { readonly authority: string }>): Step {
  switch (what) {
    case 'EXTEND_PARENT':
      return (now) => extendParent(now, { ...act, at }, termsOf(now));
    case 'CANCEL':
      return (now) => cancel(now, { ...act, at });
    case 'RELEASE':
      return (now) => release(now, { ...act, at });
    case 'LOOK':
      return clock(at);
  }
}

const outcomeOf = (consultation: Consultation): Outcome => ({
  dueAt: consultation.dueAt,
  finalVerdict: consultation.finalVerdict,
  finalAt: consultation.finalAt,
  cancelledAt: consultation.cancelledAt,
  releasedAt: consultation.releasedAt,
  children: Object.fromEntries(consultation.children.map((child) => [child.authority, outcomeOfChild(child)])),
});

/** What was heard of a delivery after the end is written down, but it is not one that counted. */
const outcomeOfChild = ({ state, deliveredAt, dueAt, answer: said }: Child): ChildOutcome => ({
  deliveredAt: dueAt === null ? null : deliveredAt,
  dueAt,
  answer: said,
  isSilent: state === 'TACIT',
});

function checkLaws(consultation: Consultation): void {
  const { children, finalAt, finalVerdict, dueAt } = consultation;
  for (const child of children.filter(({ state }) => state === 'TACIT')) {
    assert.ok(child.deliveredAt !== null && child.endedAt !== null, 'no silence without delivery');
    assert.ok(child.endedAt >= termsOf(consultation).ofChild(child, child.deliveredAt), 'no silence before the full term');
    assert.ok(child.answer === null || child.moreInfoOpen);
  }
  if (finalAt === null) return assert.equal(finalVerdict, null);
  assert.ok(finalAt <= dueAt, 'the term of the Office is kept');
  assert.ok(
    children.every(({ endedAt }) => endedAt !== null && endedAt <= finalAt),
    'nobody is awaited after the verdict',
  );
  const open = children.filter(({ state }) => ['FAILED', 'DELIVERED', 'EXTENDED'].includes(state));
  const asking = children.filter(({ state, answer: said }) => state === 'ANSWERED' && said === 'MORE_INFO_NEEDED');
  const isIncomplete = open.length + asking.length > 0;
  assert.ok(!isIncomplete || finalAt === dueAt, 'no verdict without all before the term ends');
  const objects = children.some(({ answer: said }) => said === 'OBJECTION');
  assert.equal(finalVerdict === 'OBJECTION', objects);
  assert.equal(finalVerdict === 'INCOMPLETE', isIncomplete && !objects);
  assert.equal(consultation.reasons.length, children.length);
}

describe('the process manager of consultations', function () {
  this.timeout(60_000);

  it('makes of any events, looked at by the clock after each, what the law makes of the whole list of them', () => {
    const property = fc.property(story, fc.array(fc.boolean()), ({ asked, events }, looks) => {
      const matter = { asked, terms: termsOf(asked) };
      const ordered = inOrder(events);
      let now = asked;
      for (const [n, event] of ordered.entries()) {
        now = stepOf(event)(now).consultation;
        const looked = advance(now, event.at).consultation;
        const expected = foretold(matter, ordered.slice(0, n + 1), event.at);
        assert.deepEqual(outcomeOf(looked), expected);
        if (looks[n] === true) now = looked;
      }
      const until = asked.submittedAt + LONG_AFTER_MS;
      assert.deepEqual(outcomeOf(advance(now, until).consultation), foretold(matter, ordered, until));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps its laws when events are heard of in any order, and never changes a verdict or a release', () => {
    const property = fc.property(story, ({ asked, events }) => {
      let now = asked;
      for (const event of events) {
        const next = stepOf(event)(now).consultation;
        checkLaws(next);
        if (now.finalVerdict !== null) {
          const kept = ({ finalVerdict, finalAt, reasons }: Consultation) => ({ finalVerdict, finalAt, reasons });
          assert.deepEqual(kept(next), kept(now));
        }
        if (now.releasedAt !== null) assert.deepEqual([next.releasedAt, next.releasedBy], [now.releasedAt, now.releasedBy]);
        if (next.releasedAt !== null) assert.ok(next.finalAt !== null && next.releasedAt >= next.finalAt);
        now = next;
      }
    });
    fc.assert(property, { numRuns: 600 });
  });

  it('comes to the same in one look as in many, with the same history and the same letters', () => {
    const property = fc.property(story, fc.array(fc.nat(LONG_AFTER_MS), { maxLength: 6 }), ({ asked, events }, offsets) => {
      const { consultation } = told(asked, inOrder(events).map(stepOf));
      const until = asked.submittedAt + LONG_AFTER_MS;
      const looks = offsets.toSorted((a, b) => a - b).map((offset) => clock(asked.submittedAt + offset));
      assert.deepEqual(told(consultation, [...looks, clock(until)]), advance(consultation, until));
      assert.deepEqual(advance(advance(consultation, until).consultation, until + LONG_AFTER_MS).history, []);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is changed by nothing that is said again', () => {
    const property = fc.property(story, fc.nat(), ({ asked, events }, index) => {
      const ordered = inOrder(events);
      const again = ordered.filter(({ what }) => what === 'SEND' || what === 'DELIVER' || what === 'ANSWER');
      const repeated = again[index % Math.max(1, again.length)];
      fc.pre(repeated !== undefined && ordered.every(({ what }) => what !== 'REFUSE'));
      const before = told(asked, ordered.map(stepOf));
      const after = goesOn(before, [stepOf(repeated)]);
      assert.deepEqual(after.consultation, before.consultation);
      if (repeated.what !== 'ANSWER') assert.deepEqual([after.history, after.letters], [before.history, before.letters]);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('loses no answer because the clock looked first: it ends the same, or operators hear that a verdict overtook it', () => {
    const property = fc.property(story, fc.array(fc.nat(12 * 24 * HOUR_MS)), ({ asked, events }, ahead) => {
      const ordered = inOrder(events).filter(({ what }) => what === 'SEND' || what === 'DELIVER' || what === 'ANSWER');
      const { stepped, overtaken } = lookingAhead(asked, ordered, ahead);
      const until = clock(asked.submittedAt + LONG_AFTER_MS);
      if (overtaken === undefined)
        assert.deepEqual(goesOn(stepped, [until]).consultation, told(asked, [...ordered.map(stepOf), until]).consultation);
      else assert.ok(hasProblem(stepped) || !overtaken.isAwaited);
    });
    fc.assert(property, { numRuns: 600 });
  });

  it('shows an objection in the moment it is made, and the verdict of the worst child at the end', () => {
    const property = fc.property(story, ({ asked, events }) => {
      for (let [n, now] = [0, asked]; n < events.length; n += 1) {
        const event = inOrder(events)[n];
        if (event === undefined) break;
        now = stepOf(event)(now).consultation;
        const isShown = now.children.some(({ answer: said }) => said === 'OBJECTION');
        assert.equal(currentVerdict(now), now.finalVerdict ?? (isShown ? 'OBJECTION' : null));
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});

const hasProblem = ({ letters }: Stepped): boolean => letters.some(({ data }) => data['problem'] === 'CONSULTATION_ANSWER_OVERTAKEN');

/** Before each event the clock looks further than it. Whether a verdict overtook one, and whether that was an answer that would have counted. */
function lookingAhead(asked: Consultation, events: readonly Event[], ahead: readonly number[]) {
  let stepped = told(asked, []);
  let overtaken: { readonly isAwaited: boolean } | undefined;
  for (const [n, event] of events.entries()) {
    stepped = goesOn(stepped, [clock(event.at + (ahead[n] ?? 0))]);
    const isLost = event.at < (stepped.consultation.finalAt ?? 0);
    if (isLost) overtaken ??= { isAwaited: wouldCount(stepped.consultation, event) };
    stepped = goesOn(stepped, [stepOf(event)]);
  }
  return { stepped, overtaken };
}

function wouldCount({ children }: Consultation, event: Event): boolean {
  const child = children.find((one) => 'authority' in event && one.authority === event.authority);
  if (child === undefined || event.what !== 'ANSWER') return false;
  const isInTime = event.at < (child.dueAt ?? Infinity);
  return isInTime && (child.answeredAt ?? 0) <= event.at && child.answer !== event.answer;
}
