/** The law of terms as it is configured: the rules of config/law/terms.json and the days off of config/law/holidays. */
import { readLaw, readLawFolder } from '../config/law/read-law.ts';
import { type Calendars, calendarsOf, type HolidayFile } from './calendars.ts';
import { isDay } from './days.ts';
import { LawGap } from './law-gap.ts';
import type { TermRule } from './terms.ts';

/** A rule with what a lawyer reads of it. */
export interface TermRow extends TermRule {
  readonly en: string;
  readonly pl: string;
  /** Which date chooses the rule: the day on which the case was lodged, or the one on which the term starts. */
  readonly chosenBy: 'LODGING' | 'START';
  /** How sure the number is: SEEN in a text of the law, ATTRIBUTED to an article from memory, UNVERIFIED. */
  readonly certainty: 'SEEN' | 'ATTRIBUTED' | 'UNVERIFIED';
  readonly remark?: string;
}

export interface TermLaw {
  readonly rules: readonly TermRow[];
  readonly days: Calendars;
}

/** Throws ConfigError that names every fault, and LawGap when a rule is valid on no day or two of one code on the same. */
export async function loadTermLaw(): Promise<TermLaw> {
  const { terms } = await readLaw<{ readonly terms: readonly TermRow[] }>('terms');
  throwIfContradictory(terms);
  return { rules: terms, days: calendarsOf(await readLawFolder<HolidayFile>('holidays')) };
}

/** Throws LawGap when a rule is valid on no day, and when two rules of one code claim the same day. */
export function throwIfContradictory(rules: readonly TermRule[]): void {
  for (const rule of rules) {
    throwIfNever(rule);
    throwIfTwice(rule, rules);
  }
}

function throwIfNever({ code, validFrom, validTo }: TermRule): void {
  const isEver = isDay(validFrom) && (validTo === null || (isDay(validTo) && validFrom <= validTo));
  if (!isEver)
    throw new LawGap(`config/law/terms.json has a rule of ${code} from ${validFrom} to ${validTo}: these are not two days in order.`);
}

/** Of two rules for one day either would be wrong somewhere. */
function throwIfTwice(rule: TermRule, rules: readonly TermRule[]): void {
  const other = rules.find(
    (one) => one !== rule && one.code === rule.code && one.validFrom >= rule.validFrom && isBefore(one.validFrom, rule),
  );
  if (other === undefined) return;
  throw new LawGap(`config/law/terms.json has two rules of ${rule.code} on ${other.validFrom}: give the older one a validTo.`);
}

const isBefore = (day: string, { validTo }: TermRule): boolean => validTo === null || day <= validTo;
