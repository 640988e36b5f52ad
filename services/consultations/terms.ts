/**
 * When the terms of a consultation end: the law of config/law as it stood on the day of submission, so that a law which changes while the
 * consultation runs does not touch it. Instants are milliseconds since the epoch; a term is over at the instant it ends.
 */
import { HubError } from '../../broker/contract/errors.ts';
import { dayAt } from '../../law/days.ts';
import { LawGap } from '../../law/law-gap.ts';
import type { TermLaw } from '../../law/term-law.ts';
import { termOf, termRule } from '../../law/terms.ts';
import type { Child, TermEnds } from './process/consultation.ts';

/** Of a child's term, by whom it asks. */
export const TERM_CODES = {
  NATIONAL: 'VISA_CONSULTATION_NATIONAL_AUTHORITY',
  SCHENGEN: 'VISA_CONSULTATION_FOREIGN_STATE',
} as const satisfies Readonly<Record<Child['scope'], string>>;

/** Of the Head of the Office. */
const PARENT_TERM = 'VISA_CONSULTATION_HEAD_TO_CONSUL';
const PARENT_STATE = 'POL';

const extended = (code: string): string => `${code}_EXTENDED`;

/** Each of them throws LAW_INCOMPLETE when config/law has no rule or no calendar for it. */
export const termEndsOf = (law: TermLaw, submittedAt: number): TermEnds => ({
  ofChild: ({ termCode, country }, deliveredAt) => endOf(law, termCode, { submittedAt, startedAt: deliveredAt, country }),
  ofChildExtended: ({ termCode, country }, deliveredAt) => endOf(law, extended(termCode), { submittedAt, startedAt: deliveredAt, country }),
  ofParentExtended: (consultation) => ofParent(law, extended(PARENT_TERM), consultation.submittedAt),
});

/** The end of the parent's term, not extended. Throws LAW_INCOMPLETE as those of termEndsOf do. */
export const parentDueAt = (law: TermLaw, submittedAt: number): number => ofParent(law, PARENT_TERM, submittedAt);

const ofParent = (law: TermLaw, code: string, submittedAt: number): number =>
  endOf(law, code, { submittedAt, startedAt: submittedAt, country: PARENT_STATE });

interface Start {
  readonly submittedAt: number;
  readonly startedAt: number;
  /** The state that must act. */
  readonly country: string;
}

function endOf({ rules, days }: TermLaw, code: string, { submittedAt, startedAt, country }: Start): number {
  try {
    const on = dayAt(submittedAt);
    const rule = termRule(rules, code, on);
    if (rule === undefined) throw new LawGap(`config/law/terms.json has no rule of ${code} on ${on}.`);
    return Date.parse(termOf(rule, new Date(startedAt).toISOString(), days, country).endsAt);
  } catch (error) {
    if (error instanceof LawGap) throw new HubError('LAW_INCOMPLETE', { detail: error.message, cause: error });
    throw error;
  }
}
