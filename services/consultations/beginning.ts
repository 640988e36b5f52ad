/** A consultation at its beginning: whom the law of the day has asked, and when the term of the whole ends. */
import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import { listed, type ListRow } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import { applicantOf } from './application.ts';
import type { ConsultationLaw } from './law.ts';
import { newChild, type Child, type Consultation } from './process/consultation.ts';
import type { Actor } from './rights.ts';
import { parentDueAt, TERM_CODES } from './terms.ts';

const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** What a consultation is begun from. */
export interface Beginning {
  readonly consultation: Consultation;
  readonly application: VisaApplicationV1;
  readonly groupId: string | null;
  readonly by: Actor;
  /** Of the application as canonical JSON (RFC 8785), with its group: the same again must be the same. Hex. */
  readonly sha256: string;
}

interface Given {
  readonly law: ConsultationLaw;
  readonly id: string;
  readonly submittedAt: number;
  readonly by: Actor;
  readonly groupId: string | null;
}

/** Throws LAW_INCOMPLETE. */
export function begin(application: VisaApplicationV1, { law, id, submittedAt, by, groupId }: Given): Beginning {
  const consultation: Consultation = {
    id,
    reference: referenceOf(id),
    party: by.party,
    submittedAt,
    dueAt: parentDueAt(law.terms, submittedAt),
    isExtended: false,
    children: askedBy(law, application, submittedAt).map(childOf),
    finalVerdict: null,
    finalAt: null,
    reasons: [],
    releasedAt: null,
    releasedBy: null,
    cancelledAt: null,
  };
  return { consultation, application, groupId, by, sha256: digestOf({ application, groupId }) };
}

/** Other states are asked about short stays only (Reg. (EC) 810/2009 Art. 22), whatever a list says. */
const askedBy = ({ lists }: ConsultationLaw, application: VisaApplicationV1, submittedAt: number): readonly ListRow[] =>
  listed(lists, 'PRIOR', { applicant: applicantOf(application), on: dayAt(submittedAt) }).filter(
    ({ scope }) => scope === 'NATIONAL' || application.visaType === 'C',
  );

const childOf = ({ authority, scope, country, legalBasis }: ListRow): Child =>
  newChild({ authority, scope, country, legalBasis, termCode: TERM_CODES[scope] });

/** Of what it says, not of how it is written: canonical JSON (RFC 8785), hex. */
export const digestOf = (content: unknown): string =>
  createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');

const DIGITS = 13;

/** Letters and digits only, as the mail form of other states allows; it follows from the id and tells nothing of the case. */
const referenceOf = (id: string): string =>
  `KSK${(BigInt(`0x${id.replaceAll('-', '')}`) % 36n ** BigInt(DIGITS)).toString(36).toUpperCase().padStart(DIGITS, '0')}`;
