-- Moves a hit report one state on, with the audit entry. HB002: it is no longer in the state it was seen in, and nothing is done.
CREATE FUNCTION sis_move_hit_report(p_audit json, p_move json) RETURNS SETOF sis_hit_report LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
  m record;
BEGIN
  PERFORM hub_append_audit(p_audit);
  SELECT * INTO m FROM json_to_record(p_move) AS r(id uuid, "from" text, "to" text, "messageId" uuid, "keyId" text, sealed text);
  RETURN QUERY UPDATE sis_hit_report h
     SET state = m."to",
         message_id = coalesce(m."messageId", h.message_id),
         key_id = coalesce(m."keyId", h.key_id),
         sealed = coalesce(decode(m.sealed, 'base64'), h.sealed),
         sent_at = CASE WHEN m."to" = 'SENT_TO_SIRENE' THEN v_now ELSE h.sent_at END,
         acknowledged_at = CASE WHEN m."to" = 'ACKNOWLEDGED' THEN v_now ELSE h.acknowledged_at END,
         closed_at = CASE WHEN m."to" = 'CLOSED' THEN v_now ELSE h.closed_at END
   WHERE h.id = m.id AND h.state = m."from"
  RETURNING h.*;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the hit report moved on' USING ERRCODE = 'HB002';
  END IF;
END
$$;
