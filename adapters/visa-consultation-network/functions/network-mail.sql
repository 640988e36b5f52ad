-- What an operator decides about a mail that could not be used, with the audit entry: HANDLED, or REREAD, which takes the whole mail. HB002: the
-- mail is not in a state that allows it, and nothing is done.
CREATE OR REPLACE FUNCTION network_mail_decide(p_id uuid, p_handling text, p_by text, p_why text, p_audit json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE network_unreadable u SET handling = p_handling, handled_at = hub_now(), handled_by = p_by, handled_why = p_why
   WHERE u.id = p_id
     AND CASE p_handling WHEN 'HANDLED' THEN u.handling IN ('OPEN', 'REREAD')
                         WHEN 'REREAD' THEN u.handling IN ('OPEN', 'HANDLED') AND u.is_whole ELSE false END;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the mail is not in a state that allows this' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;
