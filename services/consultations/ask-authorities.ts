/** From what Poland knows to asking: the authorities of the lists, and for a long-stay visa the state whose refusal alert was found. */
import { dayAt } from '../../law/days.ts';
import type { CheckResult } from './changes.ts';
import type { Parts } from './parts.ts';
import { issuerOf, sireneLetterTo, type RefusalAlert } from './process/article-27.ts';
import { ask, askAlso, type LetterTo } from './process/asking.ts';
import { andThen, type Consultation, type HistoryEntry, type Stepped } from './process/consultation.ts';

/** The consul in whose name SIS was asked. */
interface By {
  readonly party: string;
  readonly officer: string;
}

export interface About {
  readonly consultation: Consultation;
  readonly at: number;
  /** Of another state, for which it must be consulted. */
  readonly alert: RefusalAlert | undefined;
}

export function askAll(parts: Parts, { consultation, at, alert }: About): Stepped {
  if (alert === undefined) return ask(consultation, at);
  const issuer = issuerOf(alert, parts.hub.config.sis.sirene);
  return ask({ ...consultation, children: [...consultation.children, issuer] }, at, letterTo(parts, consultation, alert));
}

/** What a source said that had been silent; the issuer of an alert is asked then. */
export function hear(parts: Parts, { consultation, at, alert }: About, checks: readonly CheckResult[]): Stepped {
  const heard = answered(consultation, checks, at);
  if (alert === undefined) return heard;
  const issuer = issuerOf(alert, parts.hub.config.sis.sirene);
  if (consultation.children.some(({ authority }) => authority === issuer.authority)) return heard;
  return andThen(heard, (now) => askAlso(now, issuer, { at, letterTo: letterTo(parts, consultation, alert) }));
}

const letterTo = ({ law }: Parts, consultation: Consultation, alert: RefusalAlert): LetterTo =>
  sireneLetterTo(alert, (child, at) => dayAt(law.endsOf(consultation).ofChild(child, at) - 1));

const REFUSAL = 'REFUSAL_ENTRY_STAY';

/** An alert of another state for refusal of entry among what SIS has. */
export function refusalAlertOf({ hub, law }: Parts, { party, officer }: By, checks: readonly CheckResult[]): RefusalAlert | undefined {
  const matches = checks.flatMap(({ found }) => found as readonly { alertCategory?: string; issuingState?: string; schengenId?: string }[]);
  const one = matches.find(({ alertCategory, issuingState }) => alertCategory === REFUSAL && issuingState !== 'PL');
  const country = law.countries.entries().find(({ mappings }) => mappings?.['alpha2'] === one?.issuingState)?.code;
  if (one?.issuingState === undefined || one.schengenId === undefined || country === undefined) return undefined;
  const { schengenId, issuingState } = one;
  const unit = hub.registry.officer(party, officer)?.unit ?? party;
  return { schengenId, issuingState, country, officer: { id: officer, unit } };
}

/** What a source said that had been silent. */
const answered = (consultation: Consultation, checks: readonly CheckResult[], at: number): Stepped => ({
  consultation,
  letters: [],
  history: checks
    .filter(({ state }) => state !== 'NOT_ANSWERED')
    .map(({ source, state }): HistoryEntry => ({ at, what: 'CHECKED', authority: null, who: 'hub', why: `${source}: ${state}` })),
});
