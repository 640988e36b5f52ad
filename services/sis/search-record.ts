/** The record of one search without the content of alerts, for the party that searched; each look at it is itself recorded. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid } from '../../broker/contract/rest-parameters.ts';
import { recordReading, requireReader } from './officer.ts';

interface SearchRow {
  readonly id: string;
  readonly officer: string;
  readonly unit: string;
  readonly purpose: string;
  readonly legal_basis: string;
  readonly case_ref: string;
  readonly kind: string;
  readonly categories: readonly string[];
  readonly requested_at: Date;
  readonly answered_at: Date | null;
  readonly outcome: string | null;
  readonly match_count: number | null;
  readonly matched: readonly { readonly schengenId: string; readonly category: string }[];
  readonly error_code: string | null;
  readonly judgements: readonly Record<string, unknown>[];
}

const SEARCH = `SELECT id, officer, unit, purpose, legal_basis, case_ref, kind, categories, requested_at, answered_at, outcome, match_count, matched, error_code,
    (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('matchNumber', j.match_number, 'kind', j.kind, 'judgedAt', j.judged_at,
       'officer', j.officer, 'hitId', j.hit_id, 'hitReportId', h.id)) ORDER BY j.match_number), '[]')
       FROM sis_judgement j LEFT JOIN sis_hit_report h ON h.hit_id = j.hit_id WHERE j.search_id = s.id) AS judgements
  FROM sis_search s WHERE id = $1 AND party = $2`;

export async function showSearch(hub: Hub, call: RestCall): Promise<RestAnswer> {
  requireReader(hub, call);
  const { id } = call.path;
  const row = isUuid(id) ? (await hub.database.reads.query<SearchRow>(SEARCH, [id, call.principal.party])).rows[0] : undefined;
  if (row === undefined) throw new HubError('NOT_FOUND');
  await recordReading(hub, call, { event: 'sis.search-read', facts: { searchId: row.id } });
  return { status: 200, body: viewOf(row) };
}

const viewOf = (row: SearchRow): Record<string, unknown> => ({
  searchId: row.id,
  kind: row.kind,
  officer: { id: row.officer, unit: row.unit },
  purpose: row.purpose,
  legalBasis: row.legal_basis,
  caseReference: row.case_ref,
  categoriesAllowed: row.categories,
  requestedAt: row.requested_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  outcome: row.outcome,
  matchCount: row.match_count,
  matched: row.matched,
  judgements: row.judgements,
  errorCode: row.error_code,
});
