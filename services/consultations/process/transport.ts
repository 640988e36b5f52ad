/** What becomes of the request to one authority on its way: sent, delivered, refused. A term runs from delivery, never from sending. */
import { advance, withoutClock } from './clock.ts';
import {
  askedChild,
  isOpen,
  isTerminal,
  isWithinTerm,
  unchanged,
  withChild,
  type Child,
  type Consultation,
  type Letter,
  type Stepped,
  type TermEnds,
} from './consultation.ts';

const HUB = 'hub';

interface Sent {
  readonly authority: string;
  readonly messageId: string;
  readonly at: number;
}

/** Saying it again changes nothing; another message, sent later because the first did not arrive, takes its place. */
export function sent(consultation: Consultation, { authority, messageId, at }: Sent): Stepped {
  return withoutClock(consultation, at, (now) => {
    const child = childOf(now, authority);
    if (child === undefined || !isSentWith(child, { messageId, at })) return unchanged(now);
    const changed: Child = { ...child, state: 'SENT', sentAt: at, messageId };
    return { consultation: withChild(now, changed), history: [{ at, what: 'SENT', authority, who: HUB, why: null }], letters: [] };
  });
}

const isSentWith = ({ state, messageId, sentAt }: Child, message: Pick<Sent, 'messageId' | 'at'>): boolean =>
  state === 'CREATED' || (state === 'SENT' && message.messageId !== messageId && (sentAt === null || message.at > sentAt));

interface Delivered {
  readonly authority: string;
  readonly at: number;
}

/**
 * The authority has the request: its own system or mailbox took it, or the other state's form R says so. Saying it again changes nothing,
 * and so does a receipt of what the authority could not use, until it is sent anew.
 */
export function delivered(consultation: Consultation, { authority, at }: Delivered, terms: TermEnds): Stepped {
  const child = childOf(consultation, authority);
  const then = childOf(advance(consultation, at).consultation, authority);
  if (child === undefined || then === undefined || child.deliveredAt !== null || isRefused(child)) return unchanged(consultation);
  if (isTerminal(then)) return deliveredTooLate(consultation, child, at);
  return beginTerm(consultation, child, { at, dueAt: terms.ofChild(child, at) });
}

const childOf = ({ children }: Consultation, authority: string): Child | undefined => children.find((one) => one.authority === authority);

/** Whatever became of the request on its way, the authority answers it. */
export function arrived(consultation: Consultation, { authority, at }: Delivered, terms: TermEnds): Stepped {
  const child = askedChild(consultation, authority);
  if (child.deliveredAt !== null) return unchanged(consultation);
  return beginTerm(consultation, child, { at, dueAt: terms.ofChild(child, at) });
}

const isRefused = ({ state, messageId }: Child): boolean => state === 'SENT' && messageId === null;

function beginTerm(consultation: Consultation, child: Child, { at, dueAt }: { readonly at: number; readonly dueAt: number }): Stepped {
  const changed: Child = { ...child, state: 'DELIVERED', deliveredAt: at, dueAt };
  const history = [{ at, what: 'DELIVERED', authority: child.authority, who: HUB, why: null }];
  return { consultation: withChild(consultation, changed), history, letters: atRisk(consultation, changed, at) };
}

/** It failed or was called off, and stays so; but that the authority has the request after all is worth knowing. */
const deliveredTooLate = (consultation: Consultation, child: Child, at: number): Stepped => ({
  consultation: withChild(consultation, { ...child, deliveredAt: at }),
  history: [{ at, what: 'DELIVERED', authority: child.authority, who: HUB, why: 'too late for its term to begin' }],
  letters: [],
});

/** Somebody may extend the parent's term while there is time. */
function atRisk({ dueAt }: Consultation, child: Child, at: number): readonly Letter[] {
  if (child.dueAt === null || child.dueAt <= dueAt) return [];
  return [{ kind: 'PROBLEM', to: 'operators', at, data: { problem: 'CONSULTATION_TERM_AT_RISK', authority: child.authority } }];
}

/**
 * The authority's system could not use the request. It is no answer: a term that had begun with the receipt of it has not begun, so that
 * silence never becomes consent, and somebody must look and send it anew. Throws CONSULTATION_NOT_ASKED.
 */
export function refused(consultation: Consultation, { authority, at, words }: Delivered & { readonly words: string }): Stepped {
  askedChild(consultation, authority);
  return withoutClock(consultation, at, (now) => {
    const child = askedChild(now, authority);
    const history = [{ at, what: 'TECHNICAL_ERROR', authority, who: authority, why: words }];
    const data = { problem: 'CONSULTATION_NOT_USABLE', authority };
    const changed = isOpen(now) && isUndone(child, at) ? withChild(now, notDelivered(child)) : now;
    return { consultation: changed, history, letters: [{ kind: 'PROBLEM', to: 'operators', at, data }] };
  });
}

/** Not by what was refused before it was sent anew, and not once the authority has answered or its silence is law. */
const isUndone = (child: Child, at: number): boolean =>
  child.state !== 'CREATED' &&
  at >= Math.max(child.sentAt ?? 0, child.deliveredAt ?? 0) &&
  child.answer === null &&
  isWithinTerm(child, at);

const notDelivered = (child: Child): Child => ({ ...child, state: 'SENT', messageId: null, deliveredAt: null, dueAt: null, endedAt: null });
