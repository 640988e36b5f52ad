/** What named officers do: extend a term, release a verdict, call a consultation off, look at what went wrong. Pure; who may do it was checked before. */
import { HubError } from '../../../broker/contract/errors.ts';
import { cancelTo } from './asking.ts';
import { advance } from './clock.ts';
import {
  andThen,
  askedChild,
  isOpen,
  isTerminal,
  isWaiting,
  unchanged,
  withChild,
  type Act,
  type Child,
  type Consultation,
  type HistoryEntry,
  type Letter,
  type Stepped,
  type TermEnds,
  type Verdict,
} from './consultation.ts';

/** Of the parent, once, before it ends; the consulate is told. Throws INVALID_STATE. */
export function extendParent(consultation: Consultation, act: Act, terms: TermEnds): Stepped {
  return andThen(advance(consultation, act.at), (now) => {
    refuse(!isOpen(now), 'The term is over.');
    refuse(now.isExtended, 'It was extended before.');
    const dueAt = terms.ofParentExtended(now);
    const changed = { ...now, dueAt, isExtended: true };
    return {
      consultation: changed,
      history: [entryOf(act, 'EXTENDED')],
      letters: [notice(now, act, { notice: 'EXTENDED', dueAt: new Date(dueAt).toISOString() })],
    };
  });
}

/** Of a national authority's term, once; another state's term is the law's alone. Throws INVALID_STATE. */
export function extendChild(
  consultation: Consultation,
  { authority, ...act }: Act & { readonly authority: string },
  terms: TermEnds,
): Stepped {
  return andThen(advance(consultation, act.at), (now) => {
    const child = askedChild(now, authority);
    refuse(child.scope !== 'NATIONAL', 'Only the term of a national authority can be extended.');
    refuse(!isOpen(now) || !isWaiting(child), `Its state is ${child.state}.`);
    const dueAt = terms.ofChildExtended(child, child.deliveredAt ?? act.at);
    refuse(dueAt <= (child.dueAt ?? 0), 'It was extended before.');
    const history = [entryOf(act, 'EXTENDED', authority)];
    const risk: readonly Letter[] =
      dueAt <= now.dueAt
        ? []
        : [{ kind: 'PROBLEM', to: 'operators', at: act.at, data: { problem: 'CONSULTATION_TERM_AT_RISK', authority } }];
    const told = notice(now, act, { notice: 'EXTENDED', authority, dueAt: new Date(dueAt).toISOString() });
    return { consultation: withChild(now, { ...child, state: 'EXTENDED', dueAt }), history, letters: [told, ...risk] };
  });
}

/** Nothing leaves for the consulate before it, and it is never before the verdict, which it does not change. Throws INVALID_STATE. */
export function release(consultation: Consultation, act: Act): Stepped {
  return andThen(advance(consultation, act.at), (now) => {
    refuse(now.cancelledAt !== null, 'It was cancelled.');
    refuse(now.finalAt === null || act.at < now.finalAt, 'The verdict is not final yet.');
    refuse(now.releasedAt !== null, 'It was released before.');
    return {
      consultation: { ...now, releasedAt: act.at, releasedBy: act.who },
      history: [entryOf(act, 'RELEASED')],
      letters: [{ kind: 'VERDICT', to: now.party, at: act.at, data: {} }],
    };
  });
}

/** Nobody needs an answer any more; whoever was asked is told. Throws INVALID_STATE when the verdict is final. */
export function cancel(consultation: Consultation, act: Act): Stepped {
  return andThen(advance(consultation, act.at), (now) => {
    refuse(!isOpen(now), now.cancelledAt === null ? 'The verdict is final.' : 'It was cancelled before.');
    const asked = now.children.filter(({ state }) => state !== 'CREATED');
    const children = now.children.map((child): Child => (isTerminal(child) ? child : { ...child, state: 'CANCELLED', endedAt: act.at }));
    return {
      consultation: { ...now, children, cancelledAt: act.at },
      history: [entryOf(act, 'CANCELLED')],
      letters: asked.map((child) => cancelTo(child, act.at, act.why)),
    };
  });
}

/** What went wrong was looked at, whatever the state: it is written down, and its problems end. */
export const look = (consultation: Consultation, act: Act): Stepped =>
  andThen(advance(consultation, act.at), (now) => ({ consultation: now, history: [entryOf(act, 'LOOKED')], letters: [] }));

/** The rule of the Office by which a verdict may go out without an officer; undefined: one must release it. */
export type ReleaseRule = (verdict: Verdict, at: number) => string | undefined;

/** Without an objection and complete: what else is decided, a named officer must have read. */
const RELEASED_BY_RULE: readonly Verdict[] = ['NO_OBJECTION', 'TACIT_NO_OBJECTION'];

/** Releases a verdict that a recorded rule lets go, at the instant it became final. */
export function releaseByRule(consultation: Consultation, ruleOf: ReleaseRule): Stepped {
  const { finalVerdict, finalAt, releasedAt } = consultation;
  if (finalVerdict === null || finalAt === null || releasedAt !== null) return unchanged(consultation);
  const rule = RELEASED_BY_RULE.includes(finalVerdict) ? ruleOf(finalVerdict, finalAt) : undefined;
  return rule === undefined ? unchanged(consultation) : release(consultation, { at: finalAt, who: rule, why: 'by the recorded rule' });
}

function refuse(isRefused: boolean, detail: string): void {
  if (isRefused) throw new HubError('INVALID_STATE', { detail });
}

const entryOf = ({ at, who, why }: Act, what: string, authority: string | null = null): HistoryEntry => ({ at, what, authority, who, why });

const notice = ({ party }: Consultation, { at, why }: Act, data: Readonly<Record<string, unknown>>): Letter => ({
  kind: 'NOTICE',
  to: party,
  at,
  data: { ...data, reason: why },
});
