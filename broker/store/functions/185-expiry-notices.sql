-- Ends the notes of expired deliveries whose senders were told, with the audit entries: all of them or, when another node was
-- faster, nothing: HB002.
CREATE OR REPLACE FUNCTION hub_settle_expired(p_ids bigint[], p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_count bigint;
BEGIN
  DELETE FROM expiry_notice n WHERE n.delivery_id = ANY (p_ids);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'another node told these senders' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;
