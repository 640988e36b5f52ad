/**
 * A long-stay visa for somebody whom another state has under an alert for refusal of entry: that state is consulted through the SIRENE
 * bureau, and its silence after the term is no objection (Reg. (EU) 2018/1861 Art. 27). Pure.
 */
import { requestTo, type LetterTo } from './asking.ts';
import { newChild, type Child } from './consultation.ts';

/** The alert of another state, and who asks. */
export interface RefusalAlert {
  readonly schengenId: string;
  /** As the alert has it (ISO 3166-1 alpha-2), and as all else here (alpha-3). */
  readonly issuingState: string;
  readonly country: string;
  readonly officer: { readonly id: string; readonly unit: string };
}

const ARTICLE_27 = 'SIS_ART_27_CONSULTATION';

export const issuerOf = ({ country }: RefusalAlert, bureau: string): Child =>
  newChild({ authority: bureau, scope: 'NATIONAL', country, legalBasis: 'Reg. (EU) 2018/1861 Art. 27', termCode: ARTICLE_27 });

/** The bureau is written in the words of SIRENE; `dueOn` says by which day the issuing state would have to answer. */
export const sireneLetterTo =
  ({ schengenId, issuingState, officer }: RefusalAlert, dueOn: (child: Child, at: number) => string): LetterTo =>
  (child, at) => {
    if (child.termCode !== ARTICLE_27) return requestTo(child, at);
    const data = { article: '1861_ART_27', schengenId, consultedState: issuingState, officer, answerDueOn: dueOn(child, at) };
    return { kind: 'SIRENE', to: child.authority, at, data };
  };
