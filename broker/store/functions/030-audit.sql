-- Appends entries to one chain. The chain row moves only from the expected number, so a fork is impossible; two nodes
-- that believed to own one chain would see the second one fail.
-- The document is taken apart once: each ->> would parse all of it again, and once a row that costs more than the rest.
CREATE OR REPLACE FUNCTION hub_append_audit(p_audit json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_audit record;
  v_count integer;
  v_head bytea;
BEGIN
  SELECT a.chain, a.after, a.head, a.entries INTO v_audit
    FROM json_to_record(p_audit) AS a(chain uuid, after bigint, head text, entries json);
  v_count := json_array_length(v_audit.entries);
  IF v_count = 0 THEN RETURN; END IF;
  v_head := decode(v_audit.head, 'hex');
  UPDATE audit_chain SET n = n + v_count, head = v_head WHERE id = v_audit.chain AND n = v_audit.after;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit chain % is not at %', v_audit.chain, v_audit.after USING ERRCODE = 'HB001';
  END IF;
  INSERT INTO audit_entry (chain_id, n, at, event, party, officer, purpose, person_ref, message_id, payload, salt, digest, hash)
  SELECT v_audit.chain, e.n, e.at, e.event, e.party, e.officer, e.purpose, e.person_ref, e.message_id, e.payload,
         decode(e.salt, 'hex'), decode(e.digest, 'hex'), decode(e.hash, 'hex')
    FROM json_to_recordset(v_audit.entries) AS e(n bigint, at timestamptz, event text, party text, officer text, purpose text,
         person_ref text, message_id uuid, payload text, salt text, digest text, hash text);
END
$$;
