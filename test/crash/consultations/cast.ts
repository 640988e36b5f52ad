/** Everybody outside the hub: the consulate, authorities with mailboxes, other states behind SMTP, the Office and an operator. */
import { setTimeout as delay } from 'node:timers/promises';
import { visionAnswer, visionReceipt } from '../../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { applicationOf } from './application.ts';
import type { Books, CaseBook } from './books.ts';
import type { Client } from './client.ts';
import type { ForeignState, Postman } from './foreign-state.ts';
import type { HubClock } from './hub-clock.ts';
import { isBefore, type PhaseName } from './phases.ts';
import type { Plan, Saying } from './plan.ts';
import { CONSULATE, NATIONAL, OFFICE, OPERATOR, OURS, STATES, SYSTEM } from './those-asked.ts';

export interface Cast {
  readonly books: Books;
  readonly client: Client;
  readonly clock: HubClock;
  readonly postman: Postman;
  /** By party. */
  readonly states: Readonly<Record<string, ForeignState>>;
  readonly signal: AbortSignal;
}

interface Submitted {
  readonly consultations: readonly {
    readonly consultationId: string;
    readonly reference: string;
    readonly submittedAt: string;
    readonly dueAt: string;
    readonly consulted: readonly string[];
  }[];
}

export async function submit({ client, books }: Cast, plan: Plan): Promise<void> {
  const { status, body } = await client.ask({
    ...{ as: CONSULATE, method: 'POST', path: '/consultations' },
    body: { application: applicationOf(plan.n) },
  });
  const [one] = status === 200 || status === 201 ? (body as Submitted).consultations : [];
  if (one === undefined) return void books.refused.push(`application ${plan.n}: ${status} ${JSON.stringify(body)}`);
  books.cases.push({
    ...{ plan, consultationId: one.consultationId, reference: one.reference, consulted: one.consulted },
    submittedAt: Date.parse(one.submittedAt),
    dueAt: Date.parse(one.dueAt),
    arrivals: new Map(),
    answers: [],
    verdicts: [],
    lateObjections: new Set(),
  });
}

interface Mail {
  readonly id: string;
  readonly event: { readonly id: string; readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** Fetches, and acknowledges what `takes` chooses; answers what was acknowledged, and between which instants. */
async function empty({ client }: Cast, party: string, takes: (mail: Mail) => boolean) {
  const fetched = await client.ask({ as: party, method: 'GET', path: '/mailbox/messages?max=200' });
  const { leaseId, messages } = fetched.body as { leaseId: string | null; messages?: readonly Mail[] };
  const taken = (messages ?? []).filter(takes);
  if (taken.length === 0) return { taken: [], from: 0, until: 0 };
  const ids = taken.map(({ id }) => id);
  const { body, from, until } = await client.ask({
    ...{ as: party, method: 'POST', path: '/mailbox/acknowledgements' },
    body: { leaseId, ids },
  });
  const { results = [] } = body as { results?: readonly { id: string; result: string }[] };
  const acknowledged = new Set(results.filter(({ result }) => result === 'acknowledged').map(({ id }) => id));
  return { taken: taken.filter(({ id }) => acknowledged.has(id)), from, until };
}

const REQUEST = 'pl.gov.udsc.visa.consultation.v1';
const VERDICT = 'pl.gov.udsc.visa.consultation-verdict.v1';

/** Whether the authority takes the request in the phase or has taken it before. */
const isTaken = (book: CaseBook | undefined, authority: string, phase: PhaseName): boolean => {
  const arrival = book?.plan.arrivals[authority];
  return arrival !== undefined && arrival !== 'never' && arrival !== 'refused' && !isBefore(phase, arrival);
};

export async function takeRequests(cast: Cast, phase: PhaseName): Promise<void> {
  await Promise.all([...NATIONAL.map((party) => takeByMailbox(cast, party, phase)), ...STATES.map((one) => confirm(cast, one, phase))]);
}

async function takeByMailbox(cast: Cast, party: string, phase: PhaseName): Promise<void> {
  const bookOf = ({ event: { data } }: Mail): CaseBook | undefined => cast.books.byReference(String(data['consultationId']));
  const { taken, from, until } = await empty(cast, party, (mail) => mail.event.type === REQUEST && isTaken(bookOf(mail), party, phase));
  for (const mail of taken) bookOf(mail)?.arrivals.set(party, { from, until });
}

async function confirm({ books, states, postman }: Cast, one: (typeof STATES)[number], phase: PhaseName): Promise<void> {
  for (const [reference, form] of states[one.party]?.requests ?? []) {
    const book = books.byReference(reference);
    if (book === undefined || book.arrivals.has(one.party) || !isTaken(book, one.party, phase)) continue;
    book.arrivals.set(one.party, await postman.bring(visionReceipt(form, { ...one, to: OURS }), one));
  }
}

export async function fetchVerdicts(cast: Cast): Promise<void> {
  await empty(cast, CONSULATE, ({ event: { id, type, data } }) => {
    const book = cast.books.byReference(String(data['reference']));
    if (type === VERDICT) noteVerdict(book, { id, data, seenAt: cast.clock.now() });
    else if (data['notice'] === 'LATE_OBJECTION') book?.lateObjections.add(String(data['authority']));
    return true;
  });
}

interface Come {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly seenAt: number;
}

function noteVerdict(book: CaseBook | undefined, { id, data, seenAt }: Come): void {
  if (book === undefined || book.verdicts.some((one) => one.id === id)) return;
  const { verdict, finalAt, reasons } = data as { verdict: string; finalAt: string; reasons: CaseBook['verdicts'][number]['reasons'] };
  book.verdicts.push({ id, seenAt, verdict, finalAt: Date.parse(finalAt), reasons });
}

export async function sayIt(cast: Cast, book: CaseBook, saying: Saying): Promise<void> {
  const ways = { rest: answerByRest, message: answerByMessage, form: answerByForm };
  await ways[saying.by](cast, book, saying);
}

const saidWith = ({ answer }: Saying): Readonly<Record<string, unknown>> => ({
  answer,
  ...(answer === 'MORE_INFO_NEEDED' ? { question: 'Who invites the applicant?' } : {}),
  ...(answer === 'OBJECTION' ? { grounds: ['INTERNAL_SECURITY'] } : {}),
});

async function answerByRest({ client, books }: Cast, book: CaseBook, saying: Saying): Promise<void> {
  const { authority, answer } = saying;
  const path = `/consultations/${book.reference}/answers`;
  const { status, body, from, until } = await client.ask({ as: authority, method: 'POST', path, body: saidWith(saying) });
  if (status !== 200) return void books.refused.push(`${book.reference} ${authority} ${answer}: ${status} ${JSON.stringify(body)}`);
  book.answers.push({ authority, answer, from, until, counts: (body as { counts: string }).counts });
}

async function answerByMessage({ client, books, clock }: Cast, book: CaseBook, saying: Saying): Promise<void> {
  const { authority, answer } = saying;
  const data = {
    ...{ consultationId: book.reference, answeredAt: new Date(clock.now()).toISOString(), ...saidWith(saying) },
    ...{ answeringAuthority: { country: 'POL', code: authority }, officer: { id: 'OFF-1', unit: 'Unit 1' } },
  };
  const about = { id: `${book.reference}-${authority}-${saying.phase}`, source: `/parties/${authority}`, sequencekey: book.reference };
  const event = { specversion: '1.0', ...about, type: 'pl.gov.udsc.visa.consultation-answer.v1', destination: SYSTEM, data };
  const question = { as: authority, method: 'POST', path: '/messages', contentType: 'application/cloudevents+json', body: event } as const;
  const { status, body } = await client.ask(question);
  const at = Date.parse((body as { acceptedAt?: string }).acceptedAt ?? '');
  if (status >= 300 || Number.isNaN(at))
    return void books.refused.push(`${book.reference} ${authority} ${answer}: ${status} ${JSON.stringify(body)}`);
  book.answers.push({ authority, answer, from: at, until: at });
}

async function answerByForm({ states, postman, books }: Cast, book: CaseBook, { authority, answer }: Saying): Promise<void> {
  const one = STATES.find(({ party }) => party === authority);
  const form = states[authority]?.requests.get(book.reference);
  if (one === undefined || form === undefined) return void books.refused.push(`${book.reference}: ${authority} has no request to answer`);
  const code = answer === 'OBJECTION' ? '1' : '0';
  book.answers.push({ authority, answer, ...(await postman.bring(visionAnswer(form, { ...one, to: OURS }, code), one)) });
}

/** Of whatever is decided and waits for an officer. */
export async function releaseAll({ client }: Cast): Promise<void> {
  const { body } = await client.ask({ as: OFFICE, method: 'GET', path: '/consultations?state=FINAL&max=200' });
  const { consultations = [] } = body as { consultations?: readonly { consultationId: string }[] };
  for (const { consultationId } of consultations)
    await client.ask({
      ...{ as: OFFICE, method: 'POST', path: `/consultations/${consultationId}/release` },
      body: { reason: 'Read by an officer.' },
    });
}

/** An operator stops what goes to the consulting party, or lets it go on. */
export async function steer({ client }: Cast, act: 'hold' | 'resume'): Promise<void> {
  await client.ask({
    ...{ as: OPERATOR, method: 'POST', path: `/operations/destinations/${SYSTEM}/${act}` },
    body: { reason: 'A rehearsal.' },
  });
}

/** Does it again and again until the run calls it off. */
export async function keepDoing(work: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work();
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
