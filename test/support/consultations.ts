/** A consultation under a simulated clock, and what happens to it, told in order: all steps are those of the real process manager. */
import { take, type GivenAnswer } from '../../services/consultations/process/answer.ts';
import { advance } from '../../services/consultations/process/clock.ts';
import {
  newChild,
  andThen,
  unchanged,
  type Answer,
  type Child,
  type Consultation,
  type Stepped,
} from '../../services/consultations/process/consultation.ts';
import { delivered, sent } from '../../services/consultations/process/transport.ts';
import { loadTermLaw } from '../../law/term-law.ts';
import { parentDueAt, TERM_CODES, termEndsOf } from '../../services/consultations/terms.ts';

const law = await loadTermLaw();

export const CONSULATE = 'PL-CONSULATE-HANOI';

export const instant = (text: string): number => Date.parse(text);

/** Asked of nobody yet: those of three letters are other states, all others are Polish authorities. */
export const submitted = (submittedAt: number, authorities: readonly string[]): Consultation => ({
  id: '00000000-0000-4000-8000-000000000001',
  reference: 'POL0000010126AAAA00',
  party: CONSULATE,
  submittedAt,
  dueAt: parentDueAt(law, submittedAt),
  isExtended: false,
  children: authorities.map(childOf),
  finalVerdict: null,
  finalAt: null,
  reasons: [],
  releasedAt: null,
  releasedBy: null,
  cancelledAt: null,
});

function childOf(authority: string): Child {
  const scope = /^[A-Z]{3}$/.test(authority) ? 'SCHENGEN' : 'NATIONAL';
  return newChild({
    authority,
    scope,
    country: scope === 'SCHENGEN' ? authority : 'POL',
    legalBasis: scope === 'SCHENGEN' ? 'Reg. (EC) 810/2009 Art. 22' : 'Act on Foreigners Art. 67',
    termCode: TERM_CODES[scope],
  });
}

export const termsOf = ({ submittedAt }: Consultation) => termEndsOf(law, submittedAt);

const officerOf = (authority: string): string => `${authority}/1001`;

export type Step = (consultation: Consultation) => Stepped;

export const send =
  (at: number, authority: string): Step =>
  (now) =>
    sent(now, { authority, messageId: messageIdOf(authority), at });

const messageIdOf = (authority: string): string => `message to ${authority}`;

export const deliver =
  (at: number, authority: string): Step =>
  (now) =>
    delivered(now, { authority, at }, termsOf(now));

export const answer =
  (at: number, authority: string, said: { readonly answer: Answer } & Partial<GivenAnswer>): Step =>
  (now) =>
    take(now, { authority, at, officer: officerOf(authority), ...said }, termsOf(now));

export const clock =
  (until: number): Step =>
  (now) =>
    advance(now, until);

/** One step after the other, with all that was written down and said on the way. */
export const told = (consultation: Consultation, steps: readonly Step[]): Stepped =>
  steps.reduce<Stepped>((before, step) => andThen(before, step), unchanged(consultation));

/** The same from where an earlier story ended. */
export const goesOn = (before: Stepped, steps: readonly Step[]): Stepped => steps.reduce(andThen, before);

export function childIn({ children }: Consultation, authority: string): Child {
  const child = children.find((one) => one.authority === authority);
  if (child === undefined) throw new Error(`${authority} was not asked`);
  return child;
}

/** What an answer that changes nothing leaves as it was: all but the note that it was heard. */
export const unheard = (consultation: Consultation): Consultation => ({
  ...consultation,
  children: consultation.children.map((child) => ({ ...child, kept: [] })),
});
