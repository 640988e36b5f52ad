/**
 * What an answer does to a consultation. It counts if it reached the hub before the term of its authority ended and before the verdict was
 * final; a later one is kept as LATE and changes nothing (Reg. (EC) 810/2009 Art. 22 and 34). What counts is when the hub had it, not when
 * somebody looked: a clock that looked first takes nothing away. A second answer within the term is a correction and replaces the first.
 */
import { advance, settle } from './clock.ts';
import {
  andThen,
  askedChild,
  isOpen,
  isWithinTerm,
  unchanged,
  withChild,
  type Answer,
  type Child,
  type Consultation,
  type Ground,
  type Letter,
  type Stepped,
  type TermEnds,
} from './consultation.ts';
import { isKept, keepLate, keyOf, keepOlder, keepOvertaken } from './late-answer.ts';
import { arrived } from './transport.ts';

export interface GivenAnswer {
  readonly authority: string;
  readonly answer: Answer;
  /** When the hub had it. */
  readonly at: number;
  /** The registered officer, or the recorded rule of the authority by which it answers automatically. */
  readonly officer: string;
  readonly grounds?: readonly Ground[];
  readonly question?: string;
}

/**
 * Judged as the clock will have it at the instant of the answer, without making it run: others may have answered before an end that is due, and
 * the hub has not read it yet. The same answer again changes nothing. Throws CONSULTATION_NOT_ASKED for an authority that was not consulted.
 */
export function take(consultation: Consultation, given: GivenAnswer, terms: TermEnds): Stepped {
  askedChild(consultation, given.authority);
  switch (judge(advance(consultation, given.at).consultation, given)) {
    case 'SAID_BEFORE':
      return unchanged(consultation);
    case 'OLDER':
      return keepOlder(consultation, given);
    case 'LATE':
      return keepLate(consultation, given);
    case 'OVERTAKEN':
      return keepOvertaken(consultation, given);
    case 'COUNTS':
      return andThen(proven(consultation, given, terms), (known) => count(known, given));
  }
}

type Judgement = 'SAID_BEFORE' | 'OLDER' | 'LATE' | 'OVERTAKEN' | 'COUNTS';

function judge(then: Consultation, given: GivenAnswer): Judgement {
  const child = askedChild(then, given.authority);
  if (isSaidAgain(child, given) || isKept(child, given)) return 'SAID_BEFORE';
  if (child.answeredAt !== null && given.at < child.answeredAt) return 'OLDER';
  if (!isWithinTerm(child, given.at)) return 'LATE';
  if (isOpen(then)) return 'COUNTS';
  return then.finalAt !== null && given.at < then.finalAt ? 'OVERTAKEN' : 'LATE';
}

/** Word for word, by the same officer. A question may be another one though the answer is the same. */
const isSaidAgain = ({ answer, answeredAt, officer, grounds }: Child, given: GivenAnswer): boolean =>
  answer === given.answer &&
  (answer !== 'MORE_INFO_NEEDED' || answeredAt === given.at) &&
  officer === given.officer &&
  [...grounds].sort().join() === [...(given.grounds ?? [])].sort().join();

/** An answer proves that the request arrived, even when nothing else did. Whether a term is at risk matters only while one runs. */
function proven(consultation: Consultation, given: GivenAnswer, terms: TermEnds): Stepped {
  const stepped = arrived(consultation, given, terms);
  return given.answer === 'MORE_INFO_NEEDED' ? stepped : { ...stepped, letters: [] };
}

function count(consultation: Consultation, given: GivenAnswer): Stepped {
  const { authority, at, answer, officer } = given;
  const was = askedChild(consultation, authority);
  const isCorrection = was.answer !== null && was.answer !== 'MORE_INFO_NEEDED';
  const history = [{ at, what: isCorrection ? 'CORRECTED' : 'ANSWERED', authority, who: officer, why: answer }];
  const letters = answer === 'MORE_INFO_NEEDED' ? [questionOf(consultation, given)] : [];
  return andThen({ consultation: withChild(consultation, answered(was, given)), history, letters }, (now) => settle(now, at));
}

function answered(child: Child, given: GivenAnswer): Child {
  const { answer, at, officer, grounds = [] } = given;
  const isOpenEnded = answer === 'MORE_INFO_NEEDED';
  return {
    ...child,
    state: 'ANSWERED',
    answer,
    answeredAt: at,
    officer,
    grounds,
    moreInfoOpen: isOpenEnded,
    kept: [...child.kept, keyOf(given)],
    endedAt: isOpenEnded ? null : at,
  };
}

const questionOf = ({ party }: Consultation, { authority, at, question }: GivenAnswer): Letter => ({
  kind: 'NOTICE',
  to: party,
  at,
  data: { notice: 'MORE_INFO_NEEDED', authority, ...(question === undefined ? {} : { question }) },
});
