-- Appends entries to one chain. The chain row moves only from the expected number, so a fork is impossible; two nodes
-- that believed to own one chain would see the second one fail.
CREATE OR REPLACE FUNCTION hub_append_audit(p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_count integer := json_array_length(p_audit -> 'entries');
BEGIN
  IF v_count = 0 THEN RETURN; END IF;
  UPDATE audit_chain SET n = n + v_count, head = decode(p_audit ->> 'head', 'hex')
   WHERE id = (p_audit ->> 'chain')::uuid AND n = (p_audit ->> 'after')::bigint;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit chain % is not at %', p_audit ->> 'chain', p_audit ->> 'after' USING ERRCODE = 'HB001';
  END IF;
  INSERT INTO audit_entry (chain_id, n, at, event, party, officer, purpose, person_ref, message_id, payload, salt, digest, hash)
  SELECT (p_audit ->> 'chain')::uuid, e.n, e.at, e.event, e.party, e.officer, e.purpose, e.person_ref, e.message_id, e.payload,
         decode(e.salt, 'hex'), decode(e.digest, 'hex'), decode(e.hash, 'hex')
    FROM json_to_recordset(p_audit -> 'entries') AS e(n bigint, at timestamptz, event text, party text, officer text, purpose text,
         person_ref text, message_id uuid, payload text, salt text, digest text, hash text);
END
$$;
