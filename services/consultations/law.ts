/** The law of consultations, read once at start: whom to ask and inform, how long each may take, and what may go out without an officer. */
import { loadConsultationLists, releaseRule, type ConsultationLists } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import { loadTermLaw, type TermLaw } from '../../law/term-law.ts';
import type { TermEnds } from './process/consultation.ts';
import type { ReleaseRule } from './process/officers.ts';
import { termEndsOf } from './terms.ts';

export interface ConsultationLaw {
  readonly lists: ConsultationLists;
  readonly terms: TermLaw;
  /** Ends of terms by the law of the day of submission. */
  readonly endsOf: (consultation: { readonly submittedAt: number }) => TermEnds;
  /** The rule of the day on which the verdict became final. */
  readonly releaseRule: ReleaseRule;
}

/** Throws ConfigError that names every fault. */
export async function loadConsultationLaw(): Promise<ConsultationLaw> {
  const [lists, terms] = await Promise.all([loadConsultationLists(), loadTermLaw()]);
  return {
    lists,
    terms,
    endsOf: ({ submittedAt }) => termEndsOf(terms, submittedAt),
    releaseRule: (verdict, at) => releaseRule(lists, verdict, dayAt(at)),
  };
}
