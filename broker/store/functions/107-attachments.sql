-- Makes stored bytes an attachment, with the audit entries; no row when housekeeping gave the upload up.
CREATE OR REPLACE FUNCTION hub_keep_attachment(p_id uuid, p_sha256 bytea, p_size bigint, p_pieces integer, p_keep_ms bigint, p_audit json)
RETURNS SETOF attachment LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY
  UPDATE attachment a SET is_kept = true, sha256 = p_sha256, size_bytes = p_size, pieces = p_pieces,
         expires_at = hub_now() + p_keep_ms * interval '1 millisecond'
   WHERE a.id = p_id AND NOT a.is_kept
     AND (SELECT count(*) FROM attachment_piece p WHERE p.attachment_id = p_id) = p_pieces
  RETURNING a.*;
  IF FOUND THEN
    PERFORM hub_append_audit(p_audit);
  END IF;
END
$$;

-- Called within hub_accept: what the messages refer to. The rows are locked in the order of their ids. One that has gone since it was
-- looked at fails the call as a broken reference does, so that the message at fault is found and its neighbours go on.
CREATE OR REPLACE FUNCTION hub_use_attachments(p_uses json, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_ids uuid[];
  v_found uuid[];
BEGIN
  SELECT array_agg(DISTINCT w.attachment_id) INTO v_ids FROM json_to_recordset(p_uses) AS w(attachment_id uuid);
  IF v_ids IS NULL THEN RETURN; END IF;
  SELECT array_agg(l.id) INTO v_found FROM (
    SELECT a.id FROM attachment a WHERE a.id = ANY (v_ids) AND a.is_kept AND a.expires_at > p_now ORDER BY a.id FOR UPDATE) l;
  IF cardinality(v_found) IS DISTINCT FROM cardinality(v_ids) THEN
    RAISE EXCEPTION 'an attachment is gone' USING ERRCODE = 'foreign_key_violation';
  END IF;
  UPDATE attachment a SET is_used = true WHERE a.id = ANY (v_ids) AND NOT a.is_used;
  INSERT INTO attachment_use (attachment_id, message_id, accepted_at)
  SELECT DISTINCT w.attachment_id, w.message_id, p_now FROM json_to_recordset(p_uses) AS w(attachment_id uuid, message_id uuid);
END
$$;

-- Deletes attachments that no message refers to and that expired, uploads given up among them: all of them or nothing (HB002).
CREATE OR REPLACE FUNCTION hub_delete_attachments(p_ids uuid[], p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_count bigint;
BEGIN
  DELETE FROM attachment a WHERE a.id = ANY (p_ids) AND NOT a.is_used AND a.expires_at <= hub_now();
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'some of these attachments are used or gone' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Deletes the attachments of messages whose content is deleted in the same transaction; what another message refers to as well stays.
CREATE OR REPLACE FUNCTION hub_end_attachments(p_messages uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_ids uuid[];
BEGIN
  WITH ended AS (DELETE FROM attachment_use u WHERE u.message_id = ANY (p_messages) RETURNING u.attachment_id)
  SELECT array_agg(DISTINCT e.attachment_id) INTO v_ids FROM ended e;
  IF v_ids IS NULL THEN RETURN; END IF;
  -- A statement of its own after the locks: its snapshot shows uses that were committed while they were waited for.
  PERFORM 1 FROM attachment a WHERE a.id = ANY (v_ids) ORDER BY a.id FOR UPDATE;
  DELETE FROM attachment a WHERE a.id = ANY (v_ids) AND NOT EXISTS (SELECT FROM attachment_use u WHERE u.attachment_id = a.id);
END
$$;
