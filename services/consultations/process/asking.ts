/** The step from what Poland knows to asking: everybody whom the law names is written to. Pure. */
import { HubError } from '../../../broker/contract/errors.ts';
import { advance, settle } from './clock.ts';
import {
  andThen,
  askedChild,
  isOpen,
  unchanged,
  type Act,
  type Child,
  type Consultation,
  type Letter,
  type Stepped,
} from './consultation.ts';

/** How the request to an authority is written. */
export type LetterTo = (child: Child, at: number) => Letter;

export const requestTo: LetterTo = ({ authority, scope, country, legalBasis }, at) => ({
  kind: 'REQUEST',
  to: authority,
  at,
  data: { scope, country, legalBasis },
});

/** Another state is not told why: what an officer wrote stays national. */
export const cancelTo = ({ authority, scope }: Child, at: number, reason?: string): Letter => ({
  kind: 'CANCEL',
  to: authority,
  at,
  data: scope === 'NATIONAL' && reason !== undefined ? { reason } : {},
});

/** Nobody to ask is a verdict at once. */
export function ask(consultation: Consultation, at: number, letterTo: LetterTo = requestTo): Stepped {
  if (!isOpen(consultation)) return unchanged(consultation);
  const letters = consultation.children.filter(({ state }) => state === 'CREATED').map((child) => letterTo(child, at));
  const history = [{ at, what: 'ASKED', authority: null, who: 'hub', why: null }];
  return andThen({ consultation, history, letters }, (now) => settle(now, at));
}

/** One more, of whom nobody knew at the beginning. */
export function askAlso(
  consultation: Consultation,
  child: Child,
  { at, letterTo }: { readonly at: number; readonly letterTo: LetterTo },
): Stepped {
  if (!isOpen(consultation)) return unchanged(consultation);
  return {
    consultation: { ...consultation, children: [...consultation.children, child] },
    history: [{ at, what: 'ASKED', authority: child.authority, who: 'hub', why: child.legalBasis }],
    letters: [letterTo(child, at)],
  };
}

/**
 * Once more, as an officer orders it: the authority could not use the request, or it never arrived. Throws CONSULTATION_NOT_ASKED, and
 * INVALID_STATE where the authority has it.
 */
export function askAgain(
  consultation: Consultation,
  { authority, at, who, why }: Act & { readonly authority: string },
  letterTo = requestTo,
): Stepped {
  return andThen(advance(consultation, at), (now) => {
    const child = askedChild(now, authority);
    if (!isOpen(now) || child.state !== 'SENT') throw new HubError('INVALID_STATE', { detail: `Its state is ${child.state}.` });
    return { consultation: now, history: [{ at, what: 'ASKED_AGAIN', authority, who, why }], letters: [letterTo(child, at)] };
  });
}
