-- Deletes what has come to its end. The caller chose it without locks and names it in the audit entries, so each function does
-- all of it or, when it is not over after all or another node was faster, nothing: HB002.
-- Over is a delivery that is neither open nor dead: nothing undelivered is ever deleted by its age.

-- Empties messages, and the bytes of their attempts, which hold the same content, and deletes their attachments.
CREATE OR REPLACE FUNCTION hub_delete_bodies(p_ids uuid[], p_accepted_at timestamptz[], p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
  v_deliveries bigint[];
  v_count bigint;
BEGIN
  WITH emptied AS (
    UPDATE message m SET body = NULL FROM unnest(p_ids, p_accepted_at) AS w(id, accepted_at)
     WHERE m.id = w.id AND m.accepted_at = w.accepted_at AND m.body IS NOT NULL AND m.delete_after <= v_now
       AND NOT EXISTS (SELECT 1 FROM delivery_open o WHERE o.id = ANY (m.delivery_ids))
       AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = ANY (m.delivery_ids))
    RETURNING m.delivery_ids
  )
  SELECT count(DISTINCT e.delivery_ids), array_agg(d.id) INTO v_count, v_deliveries FROM emptied e CROSS JOIN LATERAL unnest(e.delivery_ids) AS d(id);
  IF v_count <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'some of these bodies must stay or are gone' USING ERRCODE = 'HB002';
  END IF;
  UPDATE attempt a SET sent = NULL, received = NULL
   WHERE a.delivery_id = ANY (v_deliveries) AND (a.sent IS NOT NULL OR a.received IS NOT NULL);
  PERFORM hub_end_attachments(p_ids);
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Deletes the attempts of deliveries whose term has ended; those of open and dead deliveries are kept, however old.
CREATE OR REPLACE FUNCTION hub_delete_attempts(p_deliveries bigint[], p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
  v_count bigint;
BEGIN
  WITH gone AS (
    DELETE FROM attempt a WHERE a.delivery_id = ANY (p_deliveries) AND a.delete_after <= v_now
       AND NOT EXISTS (SELECT 1 FROM delivery_open o WHERE o.id = a.delivery_id)
       AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = a.delivery_id)
    RETURNING a.delivery_id
  )
  SELECT count(DISTINCT g.delivery_id) INTO v_count FROM gone g;
  IF v_count <> cardinality(p_deliveries) THEN
    RAISE EXCEPTION 'some of these attempts must stay or are gone' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Forgets dedupe keys accepted before p_before, at most p_limit a call and behind the key named; never one whose message is
-- not over. A key says nothing about a person, so there is no audit entry. Returns how many it saw and the last of them.
CREATE OR REPLACE FUNCTION hub_forget_keys(p_before timestamptz, p_limit integer, p_after_at timestamptz, p_after_id uuid)
RETURNS TABLE (seen bigint, forgotten bigint, last_at text, last_id uuid) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY
  WITH old AS MATERIALIZED (
    SELECT d.party, d.source, d.event_id, d.message_id, d.accepted_at FROM dedupe d
     WHERE d.accepted_at < p_before AND (d.accepted_at, d.message_id) > (p_after_at, p_after_id)
     ORDER BY d.accepted_at, d.message_id LIMIT p_limit FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM dedupe d USING old WHERE d.party = old.party AND d.source = old.source AND d.event_id = old.event_id
       AND NOT EXISTS (SELECT 1 FROM message m JOIN delivery_open o ON o.id = ANY (m.delivery_ids)
                        WHERE m.id = old.message_id AND m.accepted_at = old.accepted_at)
       AND NOT EXISTS (SELECT 1 FROM message m JOIN dead_letter x ON x.delivery_id = ANY (m.delivery_ids)
                        WHERE m.id = old.message_id AND m.accepted_at = old.accepted_at)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM gone), l.accepted_at::text, l.message_id
    FROM (SELECT old.accepted_at, old.message_id FROM old ORDER BY old.accepted_at DESC, old.message_id DESC LIMIT 1) l;
END
$$;
