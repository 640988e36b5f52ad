/**
 * What an answer does to a consultation. The clock goes first: an answer counts if it reached the hub before the term of its authority
 * ended and before the verdict was final; a later one is kept as LATE and changes nothing (Reg. (EC) 810/2009 Art. 22 and 34). A second
 * answer within the term is a correction and replaces the first.
 */
import { HubError } from '../../../broker/contract/errors.ts';
import { advance, settle } from './clock.ts';
import {
  andThen,
  isOpen,
  withChild,
  type Answer,
  type Child,
  type Consultation,
  type Ground,
  type HistoryEntry,
  type Letter,
  type Stepped,
  type TermEnds,
} from './consultation.ts';

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

/** Throws CONSULTATION_NOT_ASKED for an authority that was not consulted. */
export function take(consultation: Consultation, given: GivenAnswer, terms: TermEnds): Stepped {
  const asked = consultation.children.find(({ authority }) => authority === given.authority);
  if (asked === undefined) throw new HubError('CONSULTATION_NOT_ASKED');
  return andThen(advance(consultation, given.at), (now) => {
    const was = now.children.find(({ authority }) => authority === given.authority) ?? asked;
    if (!isOpen(now) || was.state === 'TACIT' || (was.dueAt !== null && was.dueAt <= given.at)) return keepLate(now, given);
    return apply(now, given, { was, is: answeredChild(was, given, terms) });
  });
}

function apply(consultation: Consultation, given: GivenAnswer, { was, is }: { readonly was: Child; readonly is: Child }): Stepped {
  const isCorrection = was.answer !== null && was.answer !== given.answer;
  const history = [entryOf(given, isCorrection ? 'CORRECTED' : 'ANSWERED', given.answer)];
  const letters = given.answer === 'MORE_INFO_NEEDED' ? [questionOf(consultation, given)] : [];
  return andThen({ consultation: withChild(consultation, is), history, letters }, (now) => settle(now, given.at));
}

/** An answer proves that the request arrived, even when nothing else did. */
function answeredChild(child: Child, { answer, at, officer, grounds = [] }: GivenAnswer, terms: TermEnds): Child {
  const isOpenEnded = answer === 'MORE_INFO_NEEDED';
  return {
    ...child,
    state: 'ANSWERED',
    deliveredAt: child.deliveredAt ?? at,
    dueAt: child.dueAt ?? terms.ofChild(child, at),
    answer,
    answeredAt: at,
    officer,
    grounds,
    moreInfoOpen: isOpenEnded,
    endedAt: isOpenEnded ? null : at,
  };
}

/** A late objection is for the consulate to consider whether the visa is to be revoked. */
function keepLate(consultation: Consultation, given: GivenAnswer): Stepped {
  const isObjection = given.answer === 'OBJECTION' && consultation.cancelledAt === null;
  const data = { notice: 'LATE_OBJECTION', authority: given.authority };
  return {
    consultation,
    history: [entryOf(given, 'LATE', given.answer)],
    letters: isObjection ? [{ kind: 'NOTICE', to: consultation.party, at: given.at, data }] : [],
  };
}

const questionOf = ({ party }: Consultation, { authority, at, question }: GivenAnswer): Letter => ({
  kind: 'NOTICE',
  to: party,
  at,
  data: { notice: 'MORE_INFO_NEEDED', authority, ...(question === undefined ? {} : { question }) },
});

const entryOf = ({ at, authority, officer }: GivenAnswer, what: string, why: string): HistoryEntry => ({
  at,
  what,
  authority,
  who: officer,
  why,
});
