/**
 * Under which rule, and from when on, the content of an audit entry may be deleted. Law, hence data: config/law. A deletion
 * names its rule, so rules that were used stay in the file for ever.
 */
import { readFile } from 'node:fs/promises';

export interface DeletionRule {
  readonly name: string;
  /** Events, or `prefix.*`. */
  readonly events: readonly string[];
  readonly keepDays: number;
  readonly legalBasis: string;
  /** First and last day (UTC) of the entries it is for; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Keeps the days of a rule longer, for a procedure under way. */
interface DeletionHold {
  readonly rule: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly caseReference: string;
}

export interface DeletionLaw {
  readonly rules: readonly DeletionRule[];
  readonly holds: readonly DeletionHold[];
}

/** An entry without its content. `at`: ISO 8601 in UTC. */
export interface Deletion {
  readonly deletedUnder: string;
  readonly event: string;
  readonly at: string;
}

const DAY_MS = 86_400_000;

export const coversEvent = ({ events }: Pick<DeletionRule, 'events'>, event: string): boolean =>
  events.some((pattern) => (pattern.endsWith('.*') ? event.startsWith(pattern.slice(0, -1)) : event === pattern));

export const isHeld = ({ holds }: DeletionLaw, { rule, day }: { rule: string; day: string }): boolean =>
  holds.some((hold) => hold.rule === rule && hold.firstDay <= day && day <= hold.lastDay);

/** What is wrong with a deletion, as a clause; undefined when it was lawful at that time. Pure. */
export function wrongDeletion({ rules }: DeletionLaw, { deletedUnder, event, at }: Deletion, nowMs: number): string | undefined {
  const rule = rules.find(({ name }) => name === deletedUnder);
  if (rule === undefined) return `its content was deleted under ${deletedUnder}, which is no rule`;
  const day = at.slice(0, 10);
  const isItsLaw = coversEvent(rule, event) && rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo);
  if (!isItsLaw) return `its content was deleted under ${deletedUnder}, which is not for it`;
  const endsMs = Date.parse(at) + rule.keepDays * DAY_MS;
  return endsMs <= nowMs ? undefined : `its content was deleted under ${deletedUnder} before its term ended`;
}

export async function loadDeletionLaw(): Promise<DeletionLaw> {
  return JSON.parse(await readFile(new URL('../../config/law/audit-retention.json', import.meta.url), 'utf8')) as DeletionLaw;
}
