/**
 * A consultation as its readers may see it. The consulate sees that it goes on, and nothing of a verdict before the release; grounds of an
 * objection are for the Office and the authority itself; another state sees what it was asked.
 */
import type { Case, Reader } from './case.ts';
import type { Child } from './process/consultation.ts';
import { currentVerdict } from './process/verdict.ts';

interface Seen {
  readonly reader: Reader;
  readonly party: string;
}

type Fields = Readonly<Record<string, unknown>>;

export function viewOf(one: Case, { reader, party }: Seen): Fields {
  const { consultation, applicationNumber, groupId, application } = one;
  const isTold = reader === 'OFFICE' || (reader === 'CONSULATE' && consultation.releasedAt !== null);
  const own = consultation.children.filter(({ authority }) => authority === party);
  const { id, reference, submittedAt, dueAt, isExtended } = consultation;
  return {
    consultationId: id,
    reference,
    applicationNumber,
    party: consultation.party,
    ...given('groupId', groupId),
    state: stateOf(one, isTold),
    submittedAt: iso(submittedAt),
    dueAt: iso(dueAt),
    isExtended,
    ...verdictsOf(one, isTold),
    children: (reader === 'AUTHORITY' ? own : consultation.children).map((child) =>
      childOf(child, { isOpen: isTold || reader === 'AUTHORITY', hasGrounds: reader !== 'CONSULATE' }),
    ),
    ...(reader === 'AUTHORITY' ? {} : { checks: one.checks }),
    ...(reader === 'CONSULATE' ? { tasks: one.notices.map(({ at, data }) => ({ ...data, at })) } : {}),
    ...(reader === 'OFFICE' ? { history: one.history.map(lineOf) } : {}),
    application,
    links: { self: `/api/v1/consultations/${id}` },
  };
}

export type State = 'OPEN' | 'FINAL' | 'RELEASED' | 'CANCELLED';

function stateOf({ consultation: { cancelledAt, releasedAt, finalVerdict } }: Pick<Case, 'consultation'>, isTold: boolean): State {
  if (cancelledAt !== null) return 'CANCELLED';
  if (releasedAt !== null) return 'RELEASED';
  return finalVerdict !== null && isTold ? 'FINAL' : 'OPEN';
}

function verdictsOf({ consultation }: Case, isTold: boolean): Fields {
  const { finalVerdict, finalAt, reasons, releasedAt, releasedBy, cancelledAt } = consultation;
  if (!isTold) return { currentVerdict: null, finalVerdict: null, ...given('cancelledAt', iso(cancelledAt)) };
  return {
    currentVerdict: currentVerdict(consultation),
    finalVerdict,
    ...given('finalAt', iso(finalAt)),
    ...given('releasedAt', iso(releasedAt)),
    ...given('releasedBy', releasedBy),
    ...given('cancelledAt', iso(cancelledAt)),
    reasons,
  };
}

interface Openness {
  /** Whether what it answered may be seen. */
  readonly isOpen: boolean;
  readonly hasGrounds: boolean;
}

function childOf(child: Child, { isOpen, hasGrounds }: Openness): Fields {
  const { authority, scope, country, state, legalBasis, termCode, moreInfoOpen, grounds } = child;
  return {
    ...{ authority, scope, country, state, legalBasis, termCode, moreInfoOpen },
    ...given('sentAt', iso(child.sentAt)),
    ...given('deliveredAt', iso(child.deliveredAt)),
    ...given('dueAt', iso(child.dueAt)),
    ...given('answeredAt', iso(child.answeredAt)),
    ...given('endedAt', iso(child.endedAt)),
    ...(isOpen ? { ...given('answer', child.answer), ...given('officer', hasGrounds ? child.officer : null) } : {}),
    ...(isOpen && hasGrounds && grounds.length > 0 ? { grounds } : {}),
  };
}

const lineOf = ({ at, what, authority, who, why }: Case['history'][number]): Fields => ({
  ...{ at, what, who },
  ...given('authority', authority),
  ...given('why', why),
});

const given = (name: string, value: unknown): Fields => (value === null ? {} : { [name]: value });

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
