/** What becomes of the request to one authority on its way: sent, delivered, refused. A term runs from delivery, never from sending. */
import { advance } from './clock.ts';
import {
  andThen,
  isOpen,
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

/** Saying it again changes nothing. */
export function sent(consultation: Consultation, { authority, messageId, at }: Sent): Stepped {
  const child = consultation.children.find((one) => one.authority === authority);
  if (child?.state !== 'CREATED') return unchanged(consultation);
  const changed: Child = { ...child, state: 'SENT', sentAt: at, messageId };
  return { consultation: withChild(consultation, changed), history: [{ at, what: 'SENT', authority, who: HUB, why: null }], letters: [] };
}

interface Delivered {
  readonly authority: string;
  readonly at: number;
}

/** The authority has the request: its own system or mailbox took it, or the other state's form R says so. */
export function delivered(consultation: Consultation, { authority, at }: Delivered, terms: TermEnds): Stepped {
  return andThen(advance(consultation, at), (now) => {
    const child = now.children.find((one) => one.authority === authority);
    if (child === undefined || !isOpen(now) || !(child.state === 'CREATED' || child.state === 'SENT')) return unchanged(now);
    const changed: Child = { ...child, state: 'DELIVERED', deliveredAt: at, dueAt: terms.ofChild(child, at) };
    const history = [{ at, what: 'DELIVERED', authority, who: HUB, why: null }];
    return { consultation: withChild(now, changed), history, letters: atRisk(now, changed, at) };
  });
}

/** Somebody may extend the parent's term while there is time. */
function atRisk({ dueAt }: Consultation, child: Child, at: number): readonly Letter[] {
  if (child.dueAt === null || child.dueAt <= dueAt) return [];
  return [{ kind: 'PROBLEM', to: 'operators', at, data: { problem: 'CONSULTATION_TERM_AT_RISK', authority: child.authority } }];
}

/** The authority's system could not use the request. It is no answer: the term does not begin, and somebody must look. */
export function refused(consultation: Consultation, { authority, at, words }: Delivered & { readonly words: string }): Stepped {
  const history = [{ at, what: 'TECHNICAL_ERROR', authority, who: authority, why: words }];
  const data = { problem: 'CONSULTATION_NOT_USABLE', authority };
  return { consultation, history, letters: [{ kind: 'PROBLEM', to: 'operators', at, data }] };
}
