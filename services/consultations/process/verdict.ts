/** The verdict of a consultation from its children. Pure. What an authority not competent says counts for nothing, but is shown. */
import { isTerminal, isWaiting, VERDICTS, type Child, type Consultation, type Reason, type Verdict } from './consultation.ts';

/** At the end of the parent's term, or earlier when all children are terminal. */
export function verdictOf(children: readonly Child[]): Verdict {
  const found = children.map(verdictOfChild).filter((verdict) => verdict !== undefined);
  return VERDICTS.find((verdict) => found.includes(verdict)) ?? 'NO_OBJECTION';
}

/** What is known before the end: an objection shows at once, nothing else does. */
export function currentVerdict({ finalVerdict, children }: Consultation): Verdict | null {
  if (finalVerdict !== null) return finalVerdict;
  return children.some(({ answer }) => answer === 'OBJECTION') ? 'OBJECTION' : null;
}

export const reasonsOf = (children: readonly Child[]): readonly Reason[] =>
  children.map((child) => ({
    authority: child.authority,
    scope: child.scope,
    state: child.state,
    answer: child.answer,
    legalBasis: child.legalBasis,
    moreInfoOpen: child.moreInfoOpen,
    incomplete: incompleteOf(child),
  }));

/** Silence is consent only after delivery and at the end of the term: everything before is incomplete, never tacit. */
function verdictOfChild(child: Child): Verdict | undefined {
  if (incompleteOf(child) !== null) return 'INCOMPLETE';
  if (child.state === 'TACIT') return 'TACIT_NO_OBJECTION';
  if (child.answer === 'OBJECTION') return 'OBJECTION';
  return child.answer === 'NO_OBJECTION' ? 'NO_OBJECTION' : undefined;
}

function incompleteOf(child: Child): Reason['incomplete'] {
  if (isWaiting(child)) return 'TERM_RUNNING';
  return child.state === 'FAILED' || !isTerminal(child) ? 'NEVER_DELIVERED' : null;
}
