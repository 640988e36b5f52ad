/** The step from what Poland knows to asking: everybody whom the law names is written to. Pure. */
import { andThen, isOpen, unchanged, type Consultation, type Letter, type Stepped } from './consultation.ts';
import { settle } from './clock.ts';

/** Nobody to ask is a verdict at once. */
export function ask(consultation: Consultation, at: number): Stepped {
  if (!isOpen(consultation)) return unchanged(consultation);
  const created = consultation.children.filter(({ state }) => state === 'CREATED');
  const letters = created.map(({ authority, scope, country, legalBasis }): Letter => ({
    kind: 'REQUEST',
    to: authority,
    at,
    data: { scope, country, legalBasis },
  }));
  const history = [{ at, what: 'ASKED', authority: null, who: 'hub', why: null }];
  return andThen({ consultation, history, letters }, (now) => settle(now, at));
}
