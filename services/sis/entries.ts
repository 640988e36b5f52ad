/** What is recorded of a search: who, why, by what data, and references of what was seen; never the content of an alert. */
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import type { EndedRow, LedgerEntry, MatchRow } from './ledger.ts';
import { sealContent, type MasterKey } from './content-seal.ts';
import type { AdmittedSearch, ShownFindings } from './search.ts';

const whoOf = ({ party, search }: AdmittedSearch): { party: string; officer: string; purpose: string } => ({
  party,
  officer: search.officer.id,
  purpose: search.purpose,
});

const whyOf = ({ searchId, search }: AdmittedSearch): Record<string, unknown> => ({
  searchId,
  unit: search.officer.unit,
  legalBasis: search.legalBasis,
  caseReference: search.caseReference,
  searchedBy: {
    kind: search.kind,
    mode: search.mode ?? 'ANY_NAME',
    [search.kind]: search[search.kind],
  },
});

export function requestedEntry(admitted: AdmittedSearch): LedgerEntry {
  const { searchId: id, party, search, categories } = admitted;
  const { purpose, legalBasis, caseReference, kind } = search;
  return {
    fact: { event: 'sis.search-requested', ...whoOf(admitted), facts: { ...whyOf(admitted), categories } },
    requested: { id, party, officer: search.officer.id, unit: search.officer.unit, purpose, legalBasis, caseReference, kind, categories },
  };
}

interface Keeping {
  readonly masterKeys: readonly MasterKey[];
  readonly matchRetentionMs: number;
}

/** Counts and references are those of what the caller sees. */
export function answeredEntry(admitted: AdmittedSearch, findings: ShownFindings, keeping: Keeping): LedgerEntry {
  const { outcome, matches, source, silentSources, categoriesSearched } = findings;
  const matched = matches.map(({ schengenId, alertCategory }) => ({ schengenId, category: alertCategory }));
  const ended: EndedRow = { id: admitted.searchId, outcome, matchCount: matches.length, matched };
  const facts = {
    ...whyOf(admitted),
    outcome,
    matchCount: matches.length,
    matched,
    categoriesSearched,
    source,
    ...(silentSources === undefined ? {} : { silentSources }),
  };
  return {
    fact: { event: 'sis.search-answered', ...whoOf(admitted), facts },
    ended,
    matches: sealedRows(admitted.searchId, findings, keeping),
  };
}

function sealedRows(searchId: string, { matches }: ShownFindings, { masterKeys, matchRetentionMs }: Keeping): MatchRow[] {
  return matches.map((match) => {
    const { keyId, sealed } = sealContent(masterKeys, searchId, match);
    const { schengenId, alertCategory: category, matchNumber } = match;
    return { searchId, matchNumber, schengenId, category, keyId, sealed: sealed.toString('base64'), keepMs: matchRetentionMs };
  });
}

export function failedEntry(admitted: AdmittedSearch, code: ErrorCode): LedgerEntry {
  return {
    fact: { event: 'sis.search-failed', ...whoOf(admitted), facts: { searchId: admitted.searchId, code } },
    ended: { id: admitted.searchId, errorCode: code },
  };
}
