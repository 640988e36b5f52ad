/** The record of one search without the content of alerts, for the party that searched; each look at it is itself recorded. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';

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
}

const SEARCH = `SELECT id, officer, unit, purpose, legal_basis, case_ref, kind, categories, requested_at, answered_at, outcome, match_count, matched, error_code
  FROM sis_search WHERE id = $1 AND party = $2`;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export async function showSearch(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { party } = call.principal;
  const { officer = '', purpose = '', legalBasis, caseReference } = call.who;
  if (hub.registry.officer(party, officer) === undefined) throw new HubError('OFFICER_UNKNOWN');
  const id = call.path.id ?? '';
  const row = UUID.test(id) ? (await hub.database.reads.query<SearchRow>(SEARCH, [id, party])).rows[0] : undefined;
  if (row === undefined) throw new HubError('NOT_FOUND');
  try {
    await hub.audit.operations.record([
      { event: 'sis.search-read', party, officer, purpose, facts: { searchId: row.id, legalBasis, caseReference } },
    ]);
  } catch (cause) {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  }
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
  errorCode: row.error_code,
});
