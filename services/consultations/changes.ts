/** What steps made of consultations, as the document of consultation_save. */
import type { Beginning } from './beginning.ts';
import { nextAt } from './process/clock.ts';
import type { Child, Consultation, Stepped } from './process/consultation.ts';

/** What a source said, or that it did not. */
export interface CheckResult {
  readonly source: string;
  readonly state: 'NOT_ASKED' | 'NOT_ANSWERED' | 'CLEAR' | 'FOUND';
  readonly found: readonly unknown[];
}

/** A step with what else is recorded by it. */
export interface Recorded extends Stepped {
  readonly checks?: readonly CheckResult[];
  readonly checkedAt?: number;
  /** When whoever did not answer is asked for the second time; each time after that it takes twice as long. */
  readonly askAgainAt?: number;
  /** What the consul decided on the visa. */
  readonly decision?: { readonly at: number; readonly who: string; readonly content: unknown };
  /** True when all sources were asked for the first time. */
  readonly isGathered?: boolean;
}

/** One step, with the consultation as it was before. */
export interface Change {
  readonly was: Consultation;
  readonly stepped: Recorded;
}

/** The document of consultation_save. */
export function changesOf(changes: readonly Change[]): Record<string, unknown> {
  const changed = changes.filter(({ was, stepped }) => was !== stepped.consultation);
  return {
    changed: changed.map(({ stepped }) => parentRow(stepped.consultation)),
    children: changed.flatMap(({ was, stepped }) =>
      stepped.consultation.children.filter((child) => !was.children.includes(child)).map(childRow(was.id)),
    ),
    ...spoken(changes),
    ...gathered(changes),
    decisions: changes.flatMap(({ stepped: { consultation, decision } }) =>
      decision === undefined ? [] : [{ ...decision, consultationId: consultation.id, at: iso(decision.at) }],
    ),
  };
}

/** What was written down and what must be said. */
const spoken = (changes: readonly Pick<Change, 'stepped'>[]): Record<'history' | 'letters', unknown> => ({
  history: changes.flatMap(({ stepped }) =>
    stepped.history.map((entry) => ({ ...entry, consultationId: stepped.consultation.id, at: iso(entry.at) })),
  ),
  letters: changes.flatMap(({ stepped }) =>
    stepped.letters.map((letter) => ({ ...letter, consultationId: stepped.consultation.id, at: iso(letter.at) })),
  ),
});

function gathered(changes: readonly Change[]): Record<'gathered' | 'checks', unknown> {
  const checked = changes.map(({ stepped }) => stepped);
  return {
    gathered: checked.filter(({ isGathered }) => isGathered).map(({ consultation: { id }, checkedAt = 0 }) => ({ id, at: iso(checkedAt) })),
    checks: checked.flatMap(({ consultation: { id }, checks = [], checkedAt = 0, askAgainAt = null }) =>
      checks.map((check) => ({
        ...check,
        consultationId: id,
        askedAt: iso(checkedAt),
        askAgainAt: iso(check.state === 'NOT_ANSWERED' ? askAgainAt : null),
      })),
    ),
  };
}

/** A new one, as consultation_save takes it. */
export const createdRow = ({ consultation, application, groupId, by, sha256 }: Beginning): Record<string, unknown> => ({
  id: consultation.id,
  reference: consultation.reference,
  party: consultation.party,
  applicationNumber: application.applicationNumber,
  groupId,
  submittedAt: iso(consultation.submittedAt),
  officer: by.officer,
  purpose: by.purpose,
  legalBasis: by.legalBasis,
  content: Buffer.from(JSON.stringify(application)).toString('base64'),
  sha256,
  dueAt: iso(consultation.dueAt),
});

function parentRow(consultation: Consultation): Record<string, unknown> {
  const { id, dueAt, isExtended, finalVerdict, finalAt, reasons, releasedAt, releasedBy, cancelledAt } = consultation;
  const instants = { dueAt: iso(dueAt), finalAt: iso(finalAt), releasedAt: iso(releasedAt), cancelledAt: iso(cancelledAt) };
  return { id, isExtended, finalVerdict, reasons, releasedBy, ...instants, nextAt: iso(nextAt(consultation)) };
}

const childRow =
  (consultationId: string) =>
  (child: Child): Record<string, unknown> => ({
    ...child,
    consultationId,
    sentAt: iso(child.sentAt),
    deliveredAt: iso(child.deliveredAt),
    dueAt: iso(child.dueAt),
    answeredAt: iso(child.answeredAt),
    endedAt: iso(child.endedAt),
  });

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
