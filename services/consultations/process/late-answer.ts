/** Answers that change nothing any more. They are kept in the history, and whoever must act on them is told. */
import {
  askedChild,
  withChild,
  type Answer,
  type Child,
  type Consultation,
  type HistoryEntry,
  type Letter,
  type Stepped,
} from './consultation.ts';

export interface KeptAnswer {
  readonly authority: string;
  readonly answer: Answer;
  readonly at: number;
  readonly officer: string;
}

/** Whether it was kept before. */
export const isKept = ({ kept }: Child, given: KeptAnswer): boolean => kept.includes(keyOf(given));

export const keyOf = ({ at, answer, officer }: KeptAnswer): string => `${new Date(at).toISOString()} ${answer} ${officer}`;

function noted(consultation: Consultation, given: KeptAnswer): Consultation {
  const child = askedChild(consultation, given.authority);
  return withChild(consultation, { ...child, kept: [...child.kept, keyOf(given)] });
}

/** A late objection is for the consulate to consider whether the visa is to be revoked (Reg. (EC) 810/2009 Art. 34). */
export const keepLate = (consultation: Consultation, given: KeptAnswer): Stepped => ({
  consultation: noted(consultation, given),
  history: [entryOf(given, 'LATE')],
  letters: given.answer === 'OBJECTION' && consultation.cancelledAt === null ? [lateObjection(consultation, given)] : [],
});

/** The hub had it in time and made the verdict without it: a verdict is never changed, so that somebody must look. */
export function keepOvertaken(consultation: Consultation, given: KeptAnswer): Stepped {
  const kept = keepLate(consultation, given);
  const data = { problem: 'CONSULTATION_ANSWER_OVERTAKEN', authority: given.authority };
  return { ...kept, letters: [...kept.letters, { kind: 'PROBLEM', to: 'operators', at: given.at, data }] };
}

/** The authority has said something newer since, which stands. */
export const keepOlder = (consultation: Consultation, given: KeptAnswer): Stepped => ({
  consultation: noted(consultation, given),
  history: [entryOf(given, 'SUPERSEDED')],
  letters: [],
});

const lateObjection = ({ party }: Consultation, { authority, at }: KeptAnswer): Letter => ({
  kind: 'NOTICE',
  to: party,
  at,
  data: { notice: 'LATE_OBJECTION', authority },
});

const entryOf = ({ at, authority, officer, answer }: KeptAnswer, what: string): HistoryEntry => ({
  at,
  what,
  authority,
  who: officer,
  why: answer,
});
