-- Drops the messages and finished deliveries of one day: all of them, when nothing of the day is kept for another reason (a
-- message that has content, a dedupe key, a sender that is not told yet, a reply that is awaited), else nothing: HB002. Whoever has content left is open,
-- dead or not at its term, so no unfinished delivery loses its message. Yields when it does not get its locks at once, before
-- anybody who waits for it would be taken for deadlocked.
CREATE OR REPLACE FUNCTION hub_drop_history(p_day date, p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_day text := to_char(p_day, 'YYYYMMDD');
  v_from timestamptz := (p_day::text || ' 00:00:00+00')::timestamptz;
  v_to timestamptz := ((p_day + 1)::text || ' 00:00:00+00')::timestamptz;
  v_is_kept boolean;
BEGIN
  PERFORM set_config('lock_timeout', '500ms', true);
  IF to_regclass(format('message_%s', v_day)) IS NULL THEN
    RAISE EXCEPTION 'another node dropped %', p_day USING ERRCODE = 'HB002';
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE body IS NOT NULL)', 'message_' || v_day) INTO v_is_kept;
  IF v_is_kept OR EXISTS (SELECT 1 FROM dedupe d WHERE d.accepted_at >= v_from AND d.accepted_at < v_to)
     OR EXISTS (SELECT 1 FROM expiry_notice n WHERE n.accepted_at >= v_from AND n.accepted_at < v_to)
     OR EXISTS (SELECT 1 FROM awaited_reply a WHERE a.accepted_at >= v_from AND a.accepted_at < v_to AND a.look_at IS NOT NULL) THEN
    RAISE EXCEPTION 'something of % is kept', p_day USING ERRCODE = 'HB002';
  END IF;
  EXECUTE format('DROP TABLE %I', 'message_' || v_day);
  EXECUTE format('DROP TABLE IF EXISTS %I', 'delivery_' || v_day);
  DELETE FROM awaited_reply a WHERE a.accepted_at >= v_from AND a.accepted_at < v_to;
  PERFORM hub_append_audit(p_audit);
END
$$;
