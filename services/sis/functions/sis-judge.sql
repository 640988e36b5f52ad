-- A judgement, for a hit its report, and the audit entry, in one transaction. A second judgement of the same match breaks the key.
CREATE FUNCTION sis_judge(p_audit json, p_judgement json) RETURNS TABLE (judged_at timestamptz, due_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
  j record;
BEGIN
  PERFORM hub_append_audit(p_audit);
  SELECT * INTO j FROM json_to_record(p_judgement) AS r("searchId" uuid, "matchNumber" integer, kind text, "hitId" uuid, "reportId" uuid,
    party text, officer text, unit text, "schengenId" text, category text, "keyId" text, sealed text, "reportWithinMs" bigint);
  INSERT INTO sis_judgement (search_id, match_number, kind, hit_id, party, officer, unit, schengen_id, category, judged_at, key_id, sealed)
  VALUES (j."searchId", j."matchNumber", j.kind, j."hitId", j.party, j.officer, j.unit, j."schengenId", j.category, v_now, j."keyId",
          decode(j.sealed, 'base64'));
  judged_at := v_now;
  IF j.kind = 'HIT' THEN
    due_at := v_now + j."reportWithinMs" * interval '1 millisecond';
    INSERT INTO sis_hit_report (id, hit_id, party, unit, state, due_at)
    VALUES (j."reportId", j."hitId", j.party, j.unit, 'DRAFT', due_at);
  END IF;
  RETURN NEXT;
END
$$;
