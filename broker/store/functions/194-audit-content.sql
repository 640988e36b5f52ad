-- Deletes the content of audit entries of one day under a rule, with the columns that repeat it; digest and hash stay, so the
-- chain still proves itself. p_step: {day, rule, from: {chain, n}, to: {chain, n}, done}. The progress moves only from where the
-- caller saw it; another node was faster: HB002.
CREATE OR REPLACE FUNCTION hub_delete_audit_content(p_step json, p_chains uuid[], p_numbers bigint[], p_audit json) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_day date := (p_step ->> 'day')::date;
  v_rule text := p_step ->> 'rule';
  v_begin timestamptz := (v_day::text || ' 00:00:00+00')::timestamptz;
  v_end timestamptz := ((v_day + 1)::text || ' 00:00:00+00')::timestamptz;
  v_count bigint;
BEGIN
  INSERT INTO audit_deletion AS x (day, rule, after_chain, after_n, done)
  VALUES (v_day, v_rule, (p_step #>> '{to,chain}')::uuid, (p_step #>> '{to,n}')::bigint, (p_step ->> 'done')::boolean)
  ON CONFLICT (day, rule) DO UPDATE SET after_chain = EXCLUDED.after_chain, after_n = EXCLUDED.after_n, done = EXCLUDED.done
   WHERE NOT x.done AND x.after_chain = (p_step #>> '{from,chain}')::uuid AND x.after_n = (p_step #>> '{from,n}')::bigint;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count = 0 THEN
    RAISE EXCEPTION 'another node deletes the content of %', v_day USING ERRCODE = 'HB002';
  END IF;
  UPDATE audit_entry e SET payload = NULL, salt = NULL, party = NULL, officer = NULL, purpose = NULL, person_ref = NULL, message_id = NULL,
         deleted_under = v_rule
    FROM unnest(p_chains, p_numbers) AS w(chain_id, n)
   WHERE e.chain_id = w.chain_id AND e.n = w.n AND e.at >= v_begin AND e.at < v_end AND e.payload IS NOT NULL;
  PERFORM hub_append_audit(p_audit);
END
$$;
