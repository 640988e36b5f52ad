/** Judgements of matches as they are stored: one a match for ever, a hit with its report. */
import { HubError } from '../../broker/contract/errors.ts';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { isUniqueViolation } from '../../broker/store/database.ts';
import type { SisConfirmation, SisRejection } from '../../schemas/types.generated.ts';
import { openContent, sealContent, type SealedContent } from './content-seal.ts';

export type JudgementKind = 'HIT' | 'FALSE_MATCH';
export type Said = SisConfirmation | SisRejection;

export interface MatchKey {
  readonly party: string;
  readonly searchId: string;
  readonly matchNumber: number;
}

/** A match of an answered search, with what was said of it before. */
export interface JudgedMatch {
  readonly outcome: string | null;
  /** Of the search. */
  readonly purpose: string;
  readonly matchCount: number | null;
  readonly schengenId: string | null;
  readonly category: string | null;
  /** Null when the term has ended. */
  readonly match: SealedContent | null;
  readonly before: Before | undefined;
}

export interface Before {
  readonly kind: JudgementKind;
  readonly officer: string;
  readonly judgedAt: Date;
  readonly hitId: string | null;
  readonly report: { readonly id: string; readonly state: string; readonly dueAt: Date } | undefined;
  /** Null when its term has ended. */
  readonly said: SealedContent | null;
}

interface Row {
  readonly outcome: string | null;
  readonly purpose: string;
  readonly match_count: number | null;
  readonly matched: { readonly schengenId: string; readonly category: string } | null;
  readonly match_key: string | null;
  readonly match_sealed: Buffer | null;
  readonly kind: JudgementKind | null;
  readonly officer: string;
  readonly judged_at: Date;
  readonly hit_id: string | null;
  readonly said_key: string | null;
  readonly said_sealed: Buffer | null;
  readonly report_id: string | null;
  readonly state: string;
  readonly due_at: Date;
}

const MATCH = `SELECT s.outcome, s.purpose, s.match_count, s.matched -> ($3::integer - 1) AS matched, m.key_id AS match_key, m.sealed AS match_sealed,
    j.kind, j.officer, j.judged_at, j.hit_id, j.key_id AS said_key, j.sealed AS said_sealed, h.id AS report_id, h.state, h.due_at
  FROM sis_search s
  LEFT JOIN sis_match m ON m.search_id = s.id AND m.match_number = $3 AND m.expires_at > hub_now()
  LEFT JOIN sis_judgement j ON j.search_id = s.id AND j.match_number = $3
  LEFT JOIN sis_hit_report h ON h.hit_id = j.hit_id
  WHERE s.id = $1 AND s.party = $2`;

export async function findMatch(hub: Hub, { searchId, party, matchNumber }: MatchKey): Promise<JudgedMatch | undefined> {
  const [row] = (await hub.database.work.query<Row>(MATCH, [searchId, party, matchNumber])).rows;
  return row && judgedMatchOf(row);
}

const judgedMatchOf = (row: Row): JudgedMatch => ({
  outcome: row.outcome,
  purpose: row.purpose,
  matchCount: row.match_count,
  schengenId: row.matched?.schengenId ?? null,
  category: row.matched?.category ?? null,
  match: sealedOf(row.match_key, row.match_sealed),
  before: row.kind === null ? undefined : beforeOf({ ...row, kind: row.kind }),
});

const beforeOf = (row: Row & { readonly kind: JudgementKind }): Before => ({
  kind: row.kind,
  officer: row.officer,
  judgedAt: row.judged_at,
  hitId: row.hit_id,
  report: row.report_id === null ? undefined : { id: row.report_id, state: row.state, dueAt: row.due_at },
  said: sealedOf(row.said_key, row.said_sealed),
});

export const sealedOf = (keyId: string | null, sealed: Buffer | null): SealedContent | null =>
  keyId === null || sealed === null ? null : { keyId, sealed };

const boundTo = ({ searchId, matchNumber }: MatchKey): string => `${searchId}/${matchNumber}`;

/** What an officer said of the match. */
export const openSaid = (hub: Hub, key: MatchKey, said: SealedContent): Said =>
  openContent(hub.config.masterKeys, boundTo(key), said) as Said;

export interface Judgement {
  readonly kind: JudgementKind;
  readonly said: Said;
  readonly purpose: string;
  readonly schengenId: string;
  readonly category: string;
  readonly reportWithinMs: number;
}

/** Undefined when another call judged the match first. Throws AUDIT_UNAVAILABLE when nothing is known to be recorded. */
export async function recordJudgement(hub: Hub, key: MatchKey, judgement: Judgement): Promise<Before | undefined> {
  const { kind, said } = judgement;
  const ids = kind === 'HIT' ? { hitId: hub.newId(), reportId: hub.newId() } : { hitId: null, reportId: null };
  const row = await commit(hub, factOf(key, judgement, ids.hitId), { ...storedOf(hub, key, judgement), ...ids });
  if (row === undefined) return undefined;
  const report = ids.reportId === null ? undefined : { id: ids.reportId, state: 'DRAFT', dueAt: row.due_at };
  return { kind, officer: said.officer.id, judgedAt: row.judged_at, hitId: ids.hitId, report, said: null };
}

function factOf({ party, searchId, matchNumber }: MatchKey, judgement: Judgement, hitId: string | null): AuditFact {
  const { kind, said, purpose, schengenId, category } = judgement;
  const fields = (said.differentiators ?? []).map(({ field }) => field);
  return {
    event: kind === 'HIT' ? 'sis.match-confirmed' : 'sis.match-rejected',
    party,
    officer: said.officer.id,
    purpose,
    facts: {
      searchId,
      matchNumber,
      schengenId,
      category,
      unit: said.officer.unit,
      toldApartBy: fields,
      ...(hitId === null ? {} : { hitId }),
    },
  };
}

function storedOf(hub: Hub, key: MatchKey, { kind, said, schengenId, category, reportWithinMs }: Judgement): Record<string, unknown> {
  const { keyId, sealed } = sealContent(hub.config.masterKeys, boundTo(key), said);
  const { id: officer, unit } = said.officer;
  return { ...key, kind, officer, unit, schengenId, category, keyId, sealed: sealed.toString('base64'), reportWithinMs };
}

type Judged = { readonly judged_at: Date; readonly due_at: Date };

async function commit(hub: Hub, fact: AuditFact, stored: Record<string, unknown>): Promise<Judged | undefined> {
  try {
    return await hub.audit.lookup.append([fact], async (batch) => {
      const values = [JSON.stringify(batch), JSON.stringify(stored)];
      return (await hub.database.work.query<Judged>('SELECT * FROM sis_judge($1, $2)', values)).rows[0];
    });
  } catch (cause) {
    if (isUniqueViolation(cause)) return undefined;
    throw cause instanceof HubError ? cause : new HubError('AUDIT_UNAVAILABLE', { cause });
  }
}
