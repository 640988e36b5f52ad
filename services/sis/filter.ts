/**
 * Takes out of an answer whatever the caller may not see, links inside matches included, and says what the answer would have
 * been without it: hidden alerts change nothing.
 */
import type { Findings, Match } from './search.ts';

export interface Filtered {
  readonly findings: Findings;
  /** True when SIS sent something it was not asked for. */
  readonly leaked: boolean;
}

const NOTHING_FOUND =
  'No alert was found in the categories searched. Valid for the time and the copy named; search again if the decision comes later.';

export function filterFindings(findings: Findings, allowed: readonly string[]): Filtered {
  const may = (thing: { readonly alertCategory: string }): boolean => allowed.includes(thing.alertCategory);
  const matches = findings.matches.filter(may).map((match): Match => ({ ...match, links: match.links.filter(may) }));
  const categoriesSearched = findings.categoriesSearched.filter((category) => allowed.includes(category));
  const leaked = countOf(findings.matches) !== countOf(matches) || categoriesSearched.length !== findings.categoriesSearched.length;
  const nothingLeft = findings.outcome === 'MATCHES' && matches.length === 0;
  const words = nothingLeft
    ? ({ outcome: 'NO_MATCH', nextStep: NOTHING_FOUND } as const)
    : { outcome: findings.outcome, nextStep: findings.nextStep };
  return { leaked, findings: { ...findings, ...words, matches, categoriesSearched } };
}

const countOf = (matches: readonly Match[]): number => matches.reduce((sum, match) => sum + 1 + match.links.length, 0);
