-- A search in SIS without what was searched by and without what was found: those stand in the audit log, which the law demands.
CREATE TABLE sis_search (
  id uuid PRIMARY KEY,
  party text NOT NULL,
  officer text NOT NULL,
  unit text NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  case_ref text NOT NULL,
  kind text NOT NULL,
  categories text[] NOT NULL,
  requested_at timestamptz NOT NULL,
  answered_at timestamptz,
  outcome text,
  match_count integer,
  -- [{schengenId, category}]: what remains when the content is gone.
  matched jsonb NOT NULL DEFAULT '[]',
  error_code text
);
CREATE INDEX sis_search_by_party ON sis_search (party, requested_at);

-- The content of alerts, encrypted, for as long as a match can still be confirmed.
CREATE TABLE sis_match (
  search_id uuid NOT NULL REFERENCES sis_search (id),
  schengen_id text NOT NULL,
  category text NOT NULL,
  key_id text NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (search_id, schengen_id)
);
CREATE INDEX sis_match_expired ON sis_match (expires_at);

-- Audit entries and the rows they speak of, in one transaction: neither is ever there without the other.
CREATE FUNCTION sis_record(p_audit json, p_changes json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hub_append_audit(p_audit);
  INSERT INTO sis_search (id, party, officer, unit, purpose, legal_basis, case_ref, kind, categories, requested_at)
  SELECT r.id, r.party, r.officer, r.unit, r.purpose, r."legalBasis", r."caseReference", r.kind, r.categories, hub_now()
    FROM json_to_recordset(p_changes -> 'requested') AS r(id uuid, party text, officer text, unit text, purpose text,
         "legalBasis" text, "caseReference" text, kind text, categories text[]);
  UPDATE sis_search s
     SET answered_at = hub_now(), outcome = e.outcome, match_count = e."matchCount", matched = coalesce(e.matched, '[]'), error_code = e."errorCode"
    FROM json_to_recordset(p_changes -> 'ended') AS e(id uuid, outcome text, "matchCount" integer, matched jsonb, "errorCode" text)
   WHERE s.id = e.id;
  INSERT INTO sis_match (search_id, schengen_id, category, key_id, sealed, expires_at)
  SELECT m."searchId", m."schengenId", m.category, m."keyId", decode(m.sealed, 'base64'), hub_now() + m."keepMs" * interval '1 millisecond'
    FROM json_to_recordset(p_changes -> 'matches') AS m("searchId" uuid, "schengenId" text, category text, "keyId" text, sealed text, "keepMs" bigint)
  ON CONFLICT DO NOTHING;
END
$$;
