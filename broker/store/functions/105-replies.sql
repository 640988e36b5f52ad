-- Called within hub_accept, for the few batches that hold a question or a reply.

-- Notes from whom a reply is awaited. Who was asked is reminded a share of the time before it ends, but p_least before at the least; a
-- time too short for that has no reminder.
CREATE OR REPLACE FUNCTION hub_await_replies(p_awaited json, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO awaited_reply (message_id, asked, accepted_at, asker, event_id, reply_type, reply_by, look_at)
  SELECT w.message_id, w.asked, p_now, w.asker, w.event_id, w.reply_type, w.reply_by, CASE WHEN r.remind_at > p_now THEN r.remind_at ELSE w.reply_by END
    FROM json_to_recordset(p_awaited) AS w(message_id uuid, asked text, asker text, event_id text, reply_type text, reply_by timestamptz,
         remind_share float8, remind_least_ms bigint)
   CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', w.reply_by - greatest((w.reply_by - p_now) * w.remind_share,
         w.remind_least_ms * interval '1 millisecond')) AS remind_at) r
   ORDER BY w.message_id, w.asked;
END
$$;

-- Marks what is answered. The first reply counts; a further one is delivered as any other message and changes nothing. Of several
-- questions of one asker under the same event id (from different sources) the earliest that is open is answered.
CREATE OR REPLACE FUNCTION hub_note_replies(p_replies json, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_reply record;
BEGIN
  -- One after the other, in the order of their rows, so that two batches with the same questions cannot wait for each other.
  FOR v_reply IN
    SELECT DISTINCT ON (a.message_id, a.asked) a.message_id, a.asked, w.reply_id
      FROM json_to_recordset(p_replies) AS w(ord integer, reply_id uuid, type text, sender text, event_id text, askers json)
     CROSS JOIN LATERAL (
       SELECT o.message_id, o.asked FROM awaited_reply o
        WHERE o.asker = ANY (ARRAY (SELECT json_array_elements_text(w.askers))) AND o.event_id = w.event_id AND o.asked = w.sender
          AND o.reply_type = w.type AND o.reply_id IS NULL
        ORDER BY o.accepted_at, o.message_id LIMIT 1) a
     ORDER BY a.message_id, a.asked, w.ord
  LOOP
    UPDATE awaited_reply a SET reply_id = v_reply.reply_id, replied_at = p_now, look_at = NULL,
           is_late = a.expired_at IS NOT NULL OR p_now > a.reply_by
     WHERE a.message_id = v_reply.message_id AND a.asked = v_reply.asked AND a.reply_id IS NULL;
  END LOOP;
END
$$;

-- Finds that the term of a question has passed without a reply, with the audit entry; HB002 when a reply or another node was faster.
-- A reply that is being accepted at this moment either holds the row, and was in time, or finds it expired, and is late.
CREATE OR REPLACE FUNCTION hub_expire_reply(p_message_id uuid, p_asked text, p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
BEGIN
  UPDATE awaited_reply a SET expired_at = v_now
   WHERE a.message_id = p_message_id AND a.asked = p_asked AND a.reply_id IS NULL AND a.expired_at IS NULL AND a.reply_by <= v_now;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the reply came, or another node found that its term has passed' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;
