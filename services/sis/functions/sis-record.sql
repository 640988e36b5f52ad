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
  INSERT INTO sis_match (search_id, match_number, schengen_id, category, key_id, sealed, expires_at)
  SELECT m."searchId", m."matchNumber", m."schengenId", m.category, m."keyId", decode(m.sealed, 'base64'),
         hub_now() + m."keepMs" * interval '1 millisecond'
    FROM json_to_recordset(p_changes -> 'matches') AS m("searchId" uuid, "matchNumber" integer, "schengenId" text, category text,
         "keyId" text, sealed text, "keepMs" bigint)
  ON CONFLICT DO NOTHING;
END
$$;
