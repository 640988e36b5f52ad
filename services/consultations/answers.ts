/**
 * Answers of consulted authorities by REST, one by one or in bulk: each is attributed to the officer of the headers, or to a rule that the
 * authority has recorded.
 */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { automatedRule } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import { keyOf } from './acts.ts';
import { bodyIn } from './body.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { take, type GivenAnswer } from './process/answer.ts';
import { andThen, unchanged, type Consultation, type Stepped } from './process/consultation.ts';
import { releaseByRule } from './process/officers.ts';
import { requireRight, whoIs, type Actor } from './rights.ts';
import { stepItems } from './step-items.ts';
import type { Found } from './stored.ts';

type Said = Pick<GivenAnswer, 'answer' | 'grounds' | 'question'> & { readonly automatedBy?: string };

/** As the form answer-taken. */
interface Taken {
  readonly reference: string;
  readonly counts: 'TAKEN' | 'LATE' | 'REFUSED';
  readonly state?: string;
  readonly code?: string;
}

/** Throws CONSULTATION_UNKNOWN and CONSULTATION_NOT_ASKED. */
export async function answerOne(parts: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(parts.hub, call, 'consultations.answer');
  const said = bodyIn<Said>(parts, call, 'answer');
  const taken: Taken[] = [];
  await stepEach(parts.hub, keyOf(call), (found) => {
    const done = takeSaid(parts, found, { said, by });
    taken.push(takenOf(found.consultation, done, by));
    return done;
  });
  const [one] = taken;
  if (one === undefined) throw new HubError('CONSULTATION_UNKNOWN');
  return { status: 200, body: one };
}

/** One that is refused does not touch the others. */
export async function answerMany(parts: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(parts.hub, call, 'consultations.answer');
  const { answers } = bodyIn<{ answers: readonly (Said & { reference: string })[] }>(parts, call, 'answers');
  const taken = new Map<object, Taken>();
  await stepItems(parts.hub, {
    items: answers,
    keyOf: ({ reference }) => reference,
    step: (consultation, said, now) => attempt({ parts, by, said, taken }, { consultation, now }),
  });
  const unknown = (reference: string): Taken => ({ reference, counts: 'REFUSED', code: 'CONSULTATION_UNKNOWN' });
  return { status: 200, body: { answers: answers.map((said) => taken.get(said) ?? unknown(said.reference)) } };
}

interface Attempt {
  readonly parts: Parts;
  readonly by: Actor;
  readonly said: Said & { readonly reference: string };
  readonly taken: Map<object, Taken>;
}

function attempt({ parts, by, said, taken }: Attempt, found: Found): Stepped {
  try {
    const done = takeSaid(parts, found, { said, by });
    taken.set(said, takenOf(found.consultation, done, by));
    return done;
  } catch (error) {
    if (!(error instanceof HubError) || error.code >= 500) throw error;
    taken.set(said, { reference: said.reference, counts: 'REFUSED', code: error.hubCode });
    return unchanged(found.consultation);
  }
}

interface Given {
  readonly said: Said;
  readonly by: Actor;
}

function takeSaid({ law }: Parts, { consultation, now: at }: Found, { said, by }: Given): Stepped {
  const { automatedBy, answer, grounds, question } = said;
  const rule = automatedBy === undefined ? undefined : automatedRule(law.lists, { authority: by.party, answer, on: dayAt(at) });
  if (automatedBy !== rule)
    throw new HubError('FORBIDDEN', { detail: 'The authority has recorded no such rule for this answer: a named officer answers.' });
  const given = { authority: by.party, answer, at, officer: rule ?? whoIs(by), ...(grounds && { grounds }), ...(question && { question }) };
  return andThen(take(consultation, given, law.endsOf(consultation)), (now) => releaseByRule(now, law.releaseRule));
}

const takenOf = ({ reference }: Consultation, { consultation, history }: Stepped, { party }: Actor): Taken => {
  const state = consultation.children.find(({ authority }) => authority === party)?.state;
  const isLate = history.some(({ what, authority }) => what === 'LATE' && authority === party);
  return { reference, counts: isLate ? 'LATE' : 'TAKEN', ...(state === undefined ? {} : { state }) };
};
