/**
 * What an officer must do about a match: order of harm, the notice of a possible victim, flags of our own state, discretion. The rules
 * stand in config/law/sis-handling.json; a category that is not there is an error, never shown without its rule.
 */
import { readFile } from 'node:fs/promises';
import { HubError } from '../../broker/contract/errors.ts';
import type { Match, ShownMatch } from './search.ts';

interface CategoryRule {
  /** 0 comes first. */
  readonly rank: number;
  readonly whenFlagged?: string;
  readonly doNotReveal?: true;
  /** Name of a list of what a hit report must say. */
  readonly mustCollect?: string;
}

export interface CollectedItem {
  readonly field: string;
  readonly en: string;
  readonly pl: string;
}

export interface HandlingLaw {
  readonly ownState: string;
  readonly victim: { readonly rank: number; readonly notice: string; readonly action: string };
  readonly flagged: { readonly otherwise: string };
  readonly hitReport: { readonly withinHours: number; readonly warnHoursBefore: number };
  readonly categories: Readonly<Record<string, CategoryRule>>;
  readonly mustCollect: Readonly<Record<string, { readonly legalBasis: string; readonly items: readonly CollectedItem[] }>>;
}

export interface Handling {
  /** The matches as the officer sees them, the greatest harm first, then by score. Throws INTERNAL for a category without a rule. */
  present(matches: readonly Match[]): readonly ShownMatch[];
  /** What a hit on the category must be reported with (2018/1862 Art. 37(1) for checks); empty for others. */
  mustCollect(category: string): readonly CollectedItem[];
  /** When SIRENE must have the report of a hit, and how long before that its unit is reminded. */
  readonly hitReport: { readonly withinMs: number; readonly warnBeforeMs: number };
}

const HOUR_MS = 3_600_000;

function handling(law: HandlingLaw): Handling {
  const ruleOf = (category: string): CategoryRule => {
    const rule = law.categories[category];
    if (rule === undefined) throw new HubError('INTERNAL', { detail: `config/law/sis-handling.json has no rule for ${category}.` });
    return rule;
  };
  const rankOf = (match: Match): number => (match.mayBeVictim ? law.victim.rank : ruleOf(match.alertCategory).rank);
  return {
    present: (matches) =>
      matches
        .toSorted((a, b) => rankOf(a) - rankOf(b) || b.matchScore - a.matchScore)
        .map((match, index) => shown(match, { law, rule: ruleOf(match.alertCategory), matchNumber: index + 1 })),
    mustCollect: (category) => law.mustCollect[ruleOf(category).mustCollect ?? '']?.items ?? [],
    hitReport: { withinMs: law.hitReport.withinHours * HOUR_MS, warnBeforeMs: law.hitReport.warnHoursBefore * HOUR_MS },
  };
}

interface Rules {
  readonly law: HandlingLaw;
  readonly rule: CategoryRule;
}

/** A link key is there only where the caller may see a linked alert: its absence must look like no link at all. */
function shown({ links, ...match }: Match, { matchNumber, ...how }: Rules & { matchNumber: number }): ShownMatch {
  return {
    matchNumber,
    ...(match.mayBeVictim ? { notice: how.law.victim.notice } : {}),
    ...match,
    actionToBeTaken: actionOf(match, how),
    ...(links.length > 0 ? { links } : {}),
    ...(how.rule.doNotReveal ? { doNotReveal: true } : {}),
  };
}

/** A person who may be the victim is never arrested or refused on this alert (2018/1861 Art. 47). */
function actionOf(match: Omit<Match, 'links'>, { law, rule }: Rules): string {
  if (match.mayBeVictim) return law.victim.action;
  if (match.flaggedBy.includes(law.ownState)) return rule.whenFlagged ?? law.flagged.otherwise;
  return match.actionToBeTaken;
}

export async function loadHandling(): Promise<Handling> {
  const text = await readFile(new URL('../../config/law/sis-handling.json', import.meta.url), 'utf8');
  return handling(JSON.parse(text) as HandlingLaw);
}
