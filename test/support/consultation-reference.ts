/**
 * What the law makes of the events of a consultation, told from the whole list of them at once and with no state: a second opinion on the
 * process manager, which steps from state to state. Events come in the order of their instants.
 */
import type { Answer, Child, Consultation, TermEnds, Verdict } from '../../services/consultations/process/consultation.ts';

interface AuthorityEvent {
  readonly at: number;
  readonly what: 'SEND' | 'DELIVER' | 'REFUSE' | 'EXTEND_CHILD' | 'ANSWER';
  readonly authority: string;
  /** Of an ANSWER. */
  readonly answer?: Answer;
}
export type Event = AuthorityEvent | { readonly at: number; readonly what: 'EXTEND_PARENT' | 'CANCEL' | 'RELEASE' | 'LOOK' };

export interface ChildOutcome {
  readonly deliveredAt: number | null;
  readonly dueAt: number | null;
  readonly answer: Answer | null;
  readonly isSilent: boolean;
}

export interface Outcome {
  readonly dueAt: number;
  readonly finalVerdict: Verdict | null;
  readonly finalAt: number | null;
  readonly cancelledAt: number | null;
  readonly releasedAt: number | null;
  readonly children: Readonly<Record<string, ChildOutcome>>;
}

interface Matter {
  readonly asked: Consultation;
  readonly terms: TermEnds;
}
type Log = readonly Event[];

/** How the consultation stands at the instant. */
export function foretold(matter: Matter, events: Log, until: number): Outcome {
  const log = events.reduce<Log>((before, event) => (event.at <= until && counts(matter, before, event) ? [...before, event] : before), []);
  const cancelledAt = instantOf(log, 'CANCEL');
  const endsAt = endOf(matter, log);
  const finalAt = cancelledAt === null && endsAt <= until ? endsAt : null;
  const standsAt = Math.min(until, endsAt, cancelledAt ?? until);
  return {
    dueAt: parentDueAt(matter, log),
    finalAt,
    finalVerdict: finalAt === null ? null : verdictAt(matter, log, finalAt),
    cancelledAt,
    releasedAt: instantOf(log, 'RELEASE'),
    children: Object.fromEntries(knownOf(matter, log).map(([authority, known]) => [authority, outcomeAt(known, standsAt)])),
  };
}

const instantOf = (log: Log, what: Event['what']): number | null => log.find((event) => event.what === what)?.at ?? null;
const has = (log: Log, what: Event['what']): boolean => instantOf(log, what) !== null;

/** What is known of one authority. */
interface Known {
  readonly isNational: boolean;
  readonly deliveredAt: number | null;
  readonly dueAt: number | null;
  readonly isExtended: boolean;
  readonly answer: Answer | null;
  /** When nothing more is awaited of it: its answer, or the end of its term. */
  readonly closedAt: number;
  /** Of what was sent or said last, before its delivery. */
  readonly isRefused: boolean;
  readonly isSent: boolean;
}

const knownOf = (matter: Matter, log: Log): readonly (readonly [string, Known])[] =>
  matter.asked.children.map((child) => [child.authority, known(matter, log, child.authority)]);

function known({ asked, terms }: Matter, log: Log, authority: string): Known {
  const own = log.filter((event): event is AuthorityEvent => 'authority' in event && event.authority === authority);
  const child = childOf(asked, authority);
  const term = termOf({ child, terms }, own.slice(own.findLastIndex(({ what }) => what === 'REFUSE') + 1));
  const said = own.findLast(({ what }) => what === 'ANSWER');
  const answer = said?.answer ?? null;
  return {
    ...term,
    isNational: child.scope === 'NATIONAL',
    answer,
    closedAt: said === undefined || isAwaited(answer) ? (term.dueAt ?? Infinity) : said.at,
    isRefused: own.findLast(({ what }) => what === 'REFUSE' || what === 'SEND')?.what === 'REFUSE',
    isSent: own.length > 0,
  };
}

function childOf({ children }: Consultation, authority: string): Child {
  const child = children.find((one) => one.authority === authority);
  if (child === undefined) throw new Error(`${authority} was not asked`);
  return child;
}

/** From what was heard since the request was last refused. */
function termOf({ child, terms }: { readonly child: Child; readonly terms: TermEnds }, usable: readonly AuthorityEvent[]) {
  const isExtended = has(usable, 'EXTEND_CHILD');
  const deliveredAt = usable.find(({ what }) => what === 'DELIVER' || what === 'ANSWER')?.at ?? null;
  if (deliveredAt === null) return { isExtended, deliveredAt, dueAt: null };
  return { isExtended, deliveredAt, dueAt: isExtended ? terms.ofChildExtended(child, deliveredAt) : terms.ofChild(child, deliveredAt) };
}

const isAwaited = (answer: Answer | null): boolean => answer === null || answer === 'MORE_INFO_NEEDED';

const parentDueAt = ({ asked, terms }: Matter, log: Log): number =>
  has(log, 'EXTEND_PARENT') ? terms.ofParentExtended(asked) : asked.dueAt;

/** When all are closed, and at the end of the parent's term at the latest. */
const endOf = (matter: Matter, log: Log): number =>
  Math.min(parentDueAt(matter, log), Math.max(...knownOf(matter, log).map(([, { closedAt }]) => closedAt)));

/** An event at the end of a term comes after it. */
function counts(matter: Matter, log: Log, event: Event): boolean {
  const isOver = endOf(matter, log) <= event.at;
  if (event.what === 'LOOK' || has(log, 'CANCEL')) return false;
  if (event.what === 'RELEASE') return isOver && !has(log, 'RELEASE');
  if (isOver) return false;
  if ('authority' in event) return countsFor(known(matter, log, event.authority), event);
  return event.what === 'CANCEL' || !has(log, 'EXTEND_PARENT');
}

function countsFor({ deliveredAt, dueAt, answer, ...child }: Known, { what, at }: AuthorityEvent): boolean {
  const isInTime = at < (dueAt ?? Infinity);
  const rules: Readonly<Record<AuthorityEvent['what'], boolean>> = {
    SEND: deliveredAt === null,
    DELIVER: deliveredAt === null && !child.isRefused,
    REFUSE: isInTime && answer === null && child.isSent,
    ANSWER: isInTime,
    EXTEND_CHILD: child.isNational && deliveredAt !== null && isInTime && isAwaited(answer) && !child.isExtended,
  };
  return rules[what];
}

const outcomeAt = ({ deliveredAt, dueAt, answer, closedAt }: Known, at: number): ChildOutcome => ({
  deliveredAt,
  dueAt,
  answer,
  isSilent: isAwaited(answer) && closedAt <= at,
});

function verdictAt(matter: Matter, log: Log, at: number): Verdict {
  const children = knownOf(matter, log).map(([, child]) => child);
  if (children.some(({ answer }) => answer === 'OBJECTION')) return 'OBJECTION';
  if (children.some(({ closedAt }) => closedAt > at)) return 'INCOMPLETE';
  return children.some(({ answer }) => isAwaited(answer)) ? 'TACIT_NO_OBJECTION' : 'NO_OBJECTION';
}
