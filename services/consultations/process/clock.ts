/**
 * What the clock alone does to a consultation: children's terms end in silence, the verdict becomes final. Each thing happens at its own
 * instant, however late somebody looks, so that a restart or a second site changes nothing. At one instant children go before the parent.
 */
import {
  andThen,
  isOpen,
  isTerminal,
  isWaiting,
  unchanged,
  type Child,
  type Consultation,
  type HistoryEntry,
  type Letter,
  type Stepped,
} from './consultation.ts';
import { reasonsOf, verdictOf } from './verdict.ts';

const CLOCK = 'clock';

/** When the clock has something to do next; null when never. */
export function nextAt(consultation: Consultation): number | null {
  if (!isOpen(consultation)) return null;
  const ends = consultation.children.flatMap((child) => (isWaiting(child) && child.dueAt !== null ? [child.dueAt] : []));
  return Math.min(consultation.dueAt, ...ends);
}

/** All that is due up to and with the instant. */
export function advance(consultation: Consultation, until: number): Stepped {
  let stepped = unchanged(consultation);
  for (let at = nextAt(consultation); at !== null && at <= until; at = nextAt(stepped.consultation)) {
    const instant = at;
    stepped = andThen(stepped, (now) => fire(now, instant));
  }
  return stepped;
}

/**
 * A step at the instant, judged as the clock will have it then, without making it run: others may have answered before an end that is due, and
 * the hub has not read it yet. What changes nothing then changes nothing now.
 */
export function withoutClock(consultation: Consultation, at: number, step: (now: Consultation) => Stepped): Stepped {
  const now = advance(consultation, at).consultation;
  const then = step(now);
  return then.consultation === now ? { ...then, consultation } : step(consultation);
}

const fire = (consultation: Consultation, at: number): Stepped =>
  andThen(
    andThen(endChildren(consultation, at), (now) => settle(now, at)),
    (now) => (isOpen(now) && now.dueAt <= at ? endTerm(now, at) : unchanged(now)),
  );

function endChildren(consultation: Consultation, at: number): Stepped {
  const isDue = (child: Child): boolean => isWaiting(child) && child.dueAt !== null && child.dueAt <= at;
  const due = consultation.children.filter(isDue);
  const children = consultation.children.map((child): Child => (isDue(child) ? { ...child, state: 'TACIT', endedAt: at } : child));
  const history = due.map((child) =>
    entry(at, 'TACIT', { authority: child.authority, why: `the term ${child.termCode} ended in silence` }),
  );
  return { consultation: { ...consultation, children }, history, letters: [] };
}

/** Final as soon as nobody's answer is awaited any more: with the last child to end, though another was heard of later. */
export function settle(consultation: Consultation, at: number): Stepped {
  if (!isOpen(consultation) || !consultation.children.every(isTerminal)) return unchanged(consultation);
  return finalise(consultation, Math.max(at, ...consultation.children.map(({ endedAt }) => endedAt ?? at)));
}

/** What was never delivered has failed; whose own term still runs makes the consultation incomplete too. */
function endTerm(consultation: Consultation, at: number): Stepped {
  const failed = consultation.children.filter(({ state }) => state === 'CREATED' || state === 'SENT');
  const children = consultation.children.map((child): Child =>
    failed.includes(child) ? { ...child, state: 'FAILED', endedAt: at } : child,
  );
  const history = failed.map(({ authority }) => entry(at, 'FAILED', { authority, why: 'not delivered by the end of the term' }));
  return andThen({ consultation: { ...consultation, children }, history, letters: [] }, (now) => finalise(now, at));
}

function finalise(consultation: Consultation, at: number): Stepped {
  const finalVerdict = verdictOf(consultation.children);
  const reasons = reasonsOf(consultation.children);
  const children = consultation.children.map((child) => (child.endedAt === null ? { ...child, endedAt: at } : child));
  const final = { ...consultation, children, finalVerdict, finalAt: at, reasons };
  const letters: readonly Letter[] =
    finalVerdict === 'INCOMPLETE' ? [{ kind: 'PROBLEM', to: 'operators', at, data: { problem: 'CONSULTATION_INCOMPLETE' } }] : [];
  return { consultation: final, history: [entry(at, 'FINAL', { why: finalVerdict })], letters };
}

const entry = (at: number, what: string, about: Partial<Pick<HistoryEntry, 'authority' | 'why'>>): HistoryEntry => ({
  at,
  what,
  authority: null,
  why: null,
  who: CLOCK,
  ...about,
});
