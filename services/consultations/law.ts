/** The law of consultations, read once at start: whom to ask and inform, how long each may take, and what may go out without an officer. */
import { loadConsultationLists, releaseRule, type ConsultationLists } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import { loadTermLaw, type TermLaw } from '../../law/term-law.ts';
import { loadVisaLimits } from '../../law/visa-limits.ts';
import type { VisaLimit } from '../../law/visa-rules.ts';
import type { CodeList } from '../../schemas/code-lists/code-list.ts';
import { loadCodeLists } from '../../schemas/code-lists/load.ts';
import type { TermEnds } from './process/consultation.ts';
import type { ReleaseRule } from './process/officers.ts';
import { termEndsOf } from './terms.ts';

export interface ConsultationLaw {
  readonly lists: ConsultationLists;
  readonly terms: TermLaw;
  /** Ends of terms by the law of the day of submission. */
  readonly endsOf: (consultation: { readonly submittedAt: number }) => TermEnds;
  readonly visaLimits: readonly VisaLimit[];
  readonly countries: CodeList;
  /** The rule of the day on which the verdict became final. */
  readonly releaseRule: ReleaseRule;
}

/** Throws ConfigError that names every fault. */
export async function loadConsultationLaw(): Promise<ConsultationLaw> {
  const [lists, terms, visaLimits, { list }] = await Promise.all([
    loadConsultationLists(),
    loadTermLaw(),
    loadVisaLimits(),
    loadCodeLists(),
  ]);
  return {
    lists,
    terms,
    visaLimits,
    countries: list('countries'),
    endsOf: ({ submittedAt }) => termEndsOf(terms, submittedAt),
    releaseRule: (verdict, at) => releaseRule(lists, verdict, dayAt(at)),
  };
}
