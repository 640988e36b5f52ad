/** What the audit log says of a step: what officers and authorities did, and what was decided; never the data of the applicant. */
import type { AuditFact } from '../../broker/contract/hub.ts';
import type { Consultation, HistoryEntry, Stepped } from './process/consultation.ts';

type ConsultationEvent = Extract<AuditFact['event'], `consultation.${string}`>;

/** Of everything else the history of the consultation is the record. */
const EVENTS: Readonly<Partial<Record<string, ConsultationEvent>>> = {
  ANSWERED: 'consultation.answered',
  CORRECTED: 'consultation.answered',
  LATE: 'consultation.answered',
  SUPERSEDED: 'consultation.answered',
  FINAL: 'consultation.decided',
  RELEASED: 'consultation.released',
  EXTENDED: 'consultation.extended',
  CANCELLED: 'consultation.cancelled',
  LOOKED: 'consultation.looked-at',
  ISSUED: 'consultation.visa-decided',
  REFUSED: 'consultation.visa-decided',
  ANNULLED: 'consultation.visa-decided',
  REVOKED: 'consultation.visa-decided',
};

export const factsOf = ({ consultation, history }: Stepped): readonly AuditFact[] =>
  history.flatMap((entry) => {
    const event = EVENTS[entry.what];
    return event === undefined ? [] : [factOf(event, consultation, entry)];
  });

const factOf = (
  event: ConsultationEvent,
  { id, reference, party }: Consultation,
  { what, authority, who, why }: HistoryEntry,
): AuditFact => ({
  event,
  party: authority ?? party,
  facts: { consultationId: id, reference, what, who, ...(why === null ? {} : { why }) },
});
