/** Hit reports as they are stored: DRAFT, SENT_TO_SIRENE, ACKNOWLEDGED, CLOSED; each step once, with its audit entry. */
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import type { SealedContent } from './content-seal.ts';
import { sealedOf } from './judgements.ts';

export type ReportState = 'DRAFT' | 'SENT_TO_SIRENE' | 'ACKNOWLEDGED' | 'CLOSED';

export interface HitReport {
  readonly id: string;
  readonly hitId: string;
  readonly searchId: string;
  readonly matchNumber: number;
  readonly party: string;
  readonly officer: { readonly id: string; readonly unit: string };
  readonly schengenId: string;
  readonly category: string;
  readonly state: ReportState;
  readonly confirmedAt: Date;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
  readonly messageId: string | null;
  readonly acknowledgedAt: Date | null;
  readonly closedAt: Date | null;
  /** What was said at the confirmation; null when its term has ended. */
  readonly said: SealedContent | null;
  /** What the report added; null before it is sent and when its term has ended. */
  readonly added: SealedContent | null;
  readonly reasonForQuery: { readonly purpose: string; readonly legalBasis: string; readonly caseReference: string };
}

interface Row extends Omit<HitReport, 'officer' | 'said' | 'added' | 'reasonForQuery'> {
  readonly officer: string;
  readonly unit: string;
  readonly said_key: string | null;
  readonly said_sealed: Buffer | null;
  readonly added_key: string | null;
  readonly added_sealed: Buffer | null;
  readonly purpose: string;
  readonly legal_basis: string;
  readonly case_ref: string;
}

const REPORTS = `SELECT h.id, h.hit_id AS "hitId", j.search_id AS "searchId", j.match_number AS "matchNumber", h.party, j.officer, j.unit,
    j.schengen_id AS "schengenId", j.category, h.state, j.judged_at AS "confirmedAt", h.due_at AS "dueAt", h.sent_at AS "sentAt",
    h.message_id AS "messageId", h.acknowledged_at AS "acknowledgedAt", h.closed_at AS "closedAt", j.key_id AS said_key,
    j.sealed AS said_sealed, h.key_id AS added_key, h.sealed AS added_sealed, s.purpose, s.legal_basis, s.case_ref
  FROM sis_hit_report h JOIN sis_judgement j ON j.hit_id = h.hit_id JOIN sis_search s ON s.id = j.search_id`;
/** An authority sees its own, the SIRENE bureau what was sent to it. */
const VISIBLE = `(h.party = $1 OR ($1 = $2 AND h.state <> 'DRAFT'))`;
const MOST = 200;

export async function findReport(hub: Hub, party: string, id: string): Promise<HitReport | undefined> {
  const { rows } = await hub.database.work.query<Row>(`${REPORTS} WHERE ${VISIBLE} AND h.id = $3`, [party, hub.config.sis.sirene, id]);
  return rows.map(reportOf)[0];
}

/** The 200 that are due first: of one state, or all that are not closed. */
export async function listReports(hub: Hub, party: string, state: string | null): Promise<HitReport[]> {
  const text = `${REPORTS} WHERE ${VISIBLE} AND (h.state = $3 OR ($3 IS NULL AND h.state <> 'CLOSED')) ORDER BY h.due_at, h.id LIMIT ${MOST}`;
  return (await hub.database.reads.query<Row>(text, [party, hub.config.sis.sirene, state])).rows.map(reportOf);
}

function reportOf(row: Row): HitReport {
  const { officer, unit, said_key, said_sealed, added_key, added_sealed, purpose, legal_basis, case_ref, ...rest } = row;
  return {
    ...rest,
    officer: { id: officer, unit },
    said: sealedOf(said_key, said_sealed),
    added: sealedOf(added_key, added_sealed),
    reasonForQuery: { purpose, legalBasis: legal_basis, caseReference: case_ref },
  };
}

export interface Move {
  readonly id: string;
  readonly from: ReportState;
  readonly to: ReportState;
  readonly messageId?: string;
  readonly added?: SealedContent;
}

/** False when the report was no longer in the state it was seen in; then nothing was done. */
export async function moveReport(hub: Hub, fact: AuditFact, { added, ...move }: Move): Promise<boolean> {
  const sealed = added === undefined ? {} : { keyId: added.keyId, sealed: added.sealed.toString('base64') };
  try {
    await hub.audit.operations.append([fact], (batch) =>
      hub.database.work.query('SELECT id FROM sis_move_hit_report($1, $2)', [
        JSON.stringify(batch),
        JSON.stringify({ ...move, ...sealed }),
      ]),
    );
    return true;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'HB002') return false;
    throw error;
  }
}
