/**
 * A visa consultation as its process manager knows it: one parent, and one child for each authority that the law names. Instants are
 * milliseconds since the epoch, as the database clock says them.
 */
import { HubError } from '../../../broker/contract/errors.ts';
import type { ConsultationAnswerV1 } from '../../../schemas/types.generated.ts';

/** What an authority may say. TECHNICAL_ERROR is no answer; TACIT is not said but found by the clock. */
export type Answer = Exclude<ConsultationAnswerV1['answer'], 'TECHNICAL_ERROR'>;
export type Ground = NonNullable<ConsultationAnswerV1['grounds']>[number];

export type ChildState = 'CREATED' | 'SENT' | 'DELIVERED' | 'ANSWERED' | 'TACIT' | 'EXTENDED' | 'FAILED' | 'CANCELLED';

/** Worst first: the verdict of the parent is that of its worst child. */
export const VERDICTS = ['OBJECTION', 'INCOMPLETE', 'TACIT_NO_OBJECTION', 'NO_OBJECTION'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Child {
  /** Code of the party that answers: a national authority, or that of another state. */
  readonly authority: string;
  readonly scope: 'NATIONAL' | 'SCHENGEN';
  /** The state that must act, whose days off count (ISO 3166-1 alpha-3). */
  readonly country: string;
  /** Why it is asked. */
  readonly legalBasis: string;
  /** Code of its term in config/law/terms.json, chosen on the day of submission: a law that changes later does not touch it. */
  readonly termCode: string;
  readonly state: ChildState;
  readonly sentAt: number | null;
  readonly messageId: string | null;
  readonly deliveredAt: number | null;
  /** When silence ends the term; null until the request was delivered. */
  readonly dueAt: number | null;
  readonly answer: Answer | null;
  readonly answeredAt: number | null;
  readonly officer: string | null;
  readonly grounds: readonly Ground[];
  /** It asked for more and never came back to it. */
  readonly moreInfoOpen: boolean;
  /** Answers that are in the history: delivered a second time, they are not written down again. */
  readonly kept: readonly string[];
  /** When it became terminal, or the verdict no longer waited for it. */
  readonly endedAt: number | null;
}

/** One child as the verdict's reasons show it. */
export interface Reason {
  readonly authority: string;
  readonly scope: Child['scope'];
  readonly state: ChildState;
  readonly answer: Answer | null;
  readonly legalBasis: string;
  readonly moreInfoOpen: boolean;
  /** Why it makes the consultation incomplete. */
  readonly incomplete: 'NEVER_DELIVERED' | 'TERM_RUNNING' | null;
}

export interface Consultation {
  readonly id: string;
  /** Known to the authorities by it: letters and digits, 19 at most, as the mail form allows. */
  readonly reference: string;
  /** The consulate that asked. */
  readonly party: string;
  readonly submittedAt: number;
  /** End of the parent's term. */
  readonly dueAt: number;
  readonly isExtended: boolean;
  readonly children: readonly Child[];
  readonly finalVerdict: Verdict | null;
  readonly finalAt: number | null;
  readonly reasons: readonly Reason[];
  readonly releasedAt: number | null;
  /** A named officer (`PL-UDSC/officer id`), or the reference of the recorded rule. */
  readonly releasedBy: string | null;
  readonly cancelledAt: number | null;
}

/** One line of the history: what happened when, of which child, by whom and why. */
export interface HistoryEntry {
  readonly at: number;
  readonly what: string;
  readonly authority: string | null;
  readonly who: string;
  readonly why: string | null;
}

/** What must be said because of a step: sent, or shown to operators, after the step is committed, once. */
export interface Letter {
  readonly kind: 'REQUEST' | 'SIRENE' | 'CANCEL' | 'VERDICT' | 'NOTICE' | 'REGISTRATION' | 'EX_POST' | 'LTV' | 'CONSULAR' | 'PROBLEM';
  /** A party, or `operators`. */
  readonly to: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a step made of a consultation. */
export interface Stepped {
  readonly consultation: Consultation;
  readonly history: readonly HistoryEntry[];
  readonly letters: readonly Letter[];
}

/** Of a named officer, or by a recorded rule. */
export interface Act {
  readonly at: number;
  /** `PARTY/officer id`, or the reference of a recorded rule. */
  readonly who: string;
  readonly why: string;
}

/** Ends of terms, by the law of the day of submission. */
export interface TermEnds {
  ofChild(child: Pick<Child, 'termCode' | 'country'>, deliveredAt: number): number;
  ofChildExtended(child: Pick<Child, 'termCode' | 'country'>, deliveredAt: number): number;
  ofParentExtended(consultation: Pick<Consultation, 'submittedAt'>): number;
}

/** Of whom is to be asked. */
export const newChild = (asked: Pick<Child, 'authority' | 'scope' | 'country' | 'legalBasis' | 'termCode'>): Child => ({
  ...asked,
  state: 'CREATED',
  sentAt: null,
  messageId: null,
  deliveredAt: null,
  dueAt: null,
  answer: null,
  answeredAt: null,
  officer: null,
  grounds: [],
  moreInfoOpen: false,
  kept: [],
  endedAt: null,
});

export const unchanged = (consultation: Consultation): Stepped => ({ consultation, history: [], letters: [] });

/** The second step follows on the first. */
export function andThen(first: Stepped, next: (consultation: Consultation) => Stepped): Stepped {
  const second = next(first.consultation);
  return {
    consultation: second.consultation,
    history: [...first.history, ...second.history],
    letters: [...first.letters, ...second.letters],
  };
}

export const withChild = (consultation: Consultation, changed: Child): Consultation => ({
  ...consultation,
  children: consultation.children.map((child) => (child.authority === changed.authority ? changed : child)),
});

/** Throws CONSULTATION_NOT_ASKED for an authority that was not consulted. */
export function askedChild({ children }: Consultation, authority: string): Child {
  const child = children.find((one) => one.authority === authority);
  if (child === undefined) throw new HubError('CONSULTATION_NOT_ASKED');
  return child;
}

/** Neither decided nor called off. */
export const isOpen = ({ finalVerdict, cancelledAt }: Consultation): boolean => finalVerdict === null && cancelledAt === null;

/** Whether an answer of it still counts while its own term runs: it has not answered, or asked for more. */
export const isWaiting = ({ state, answer }: Child): boolean =>
  state === 'DELIVERED' || state === 'EXTENDED' || (state === 'ANSWERED' && answer === 'MORE_INFO_NEEDED');

/** Whether the instant is before the end of its own term, whatever a clock that looked first has made of it. */
export const isWithinTerm = ({ dueAt }: Child, at: number): boolean => dueAt === null || at < dueAt;

export const isTerminal = (child: Child): boolean => !['CREATED', 'SENT'].includes(child.state) && !isWaiting(child);
