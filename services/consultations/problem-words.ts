/** What operators and the Office are told of consultations: each kind of problem in words, without a word about the applicant. */
import type { Problem } from '../../broker/contract/doors.ts';
import type { OwedLetter } from './messages.ts';

export const NOT_SENT = 'CONSULTATION_NOT_SENT';

const STUCK = 'CONSULTATION_STUCK';

type Words = (about: { readonly reference: string; readonly authority: string }) => string;

const WORDS: Readonly<Record<string, { readonly severity: Problem['severity']; readonly words: Words }>> = {
  CONSULTATION_INCOMPLETE: {
    severity: 'critical',
    words: ({ reference }) =>
      `Consultation ${reference} came to its end incomplete: somebody was never reached, or still has time. This is no consent. An officer of the Office must look and release it.`,
  },
  CONSULTATION_TERM_AT_RISK: {
    severity: 'warning',
    words: ({ reference, authority }) =>
      `The term of ${authority} in consultation ${reference} ends after the term of the consultation: it will be incomplete unless the Office extends it.`,
  },
  CONSULTATION_NOT_USABLE: {
    severity: 'critical',
    words: ({ reference, authority }) =>
      `${authority} could not use the request of consultation ${reference}. Its term does not run. Look at the message and send it again, or tell the authority.`,
  },
  CONSULTATION_ANSWER_OVERTAKEN: {
    severity: 'critical',
    words: ({ reference, authority }) =>
      `An answer of ${authority} reached the hub in time, but consultation ${reference} was final before it could be read. It is kept as late; the Office must decide.`,
  },
};

export const stuckProblem = (reference: string, code: string): Problem => ({
  kind: STUCK,
  subject: reference,
  words: `Consultation ${reference} does not go on: ${code}. It is tried again, and holds up no other.`,
  severity: 'critical',
});

export function problemOf({ reference, data: { problem, authority } }: Pick<OwedLetter, 'reference' | 'data'>): Problem {
  const kind = String(problem);
  const about = { reference, authority: typeof authority === 'string' ? authority : '' };
  const { severity, words } = WORDS[kind] ?? { severity: 'warning' as const, words: () => `Consultation ${reference}: ${kind}.` };
  return { kind, subject: `${reference} ${about.authority}`.trim(), words: words(about), severity };
}
