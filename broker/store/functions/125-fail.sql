-- The failed half of a batch of outcomes: attempts are kept, retries scheduled, the dead moved to the dead letters and
-- their failure group. A dead delivery keeps its lane blocked: `open` is not lowered. Returns the ids that were ours.
CREATE OR REPLACE FUNCTION hub_fail(p_writer uuid, p_outcomes json, p_now timestamptz) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_retried bigint[];
  v_dead bigint[];
BEGIN
  INSERT INTO attempt (delivery_id, attempt, message_id, destination, started_at, duration_ms, outcome, error_code, status, sent, received,
         node, delete_after)
  SELECT o.id, o.attempt, o.message_id, o.destination, o.started_at, o.duration_ms,
         CASE WHEN d.id IS NULL THEN 'superseded' ELSE o.outcome END, o.error_code, o.status,
         decode(o.sent, 'hex'), decode(o.received, 'hex'), o.node, p_now + o.keep_days * interval '1 day'
    FROM json_to_recordset(p_outcomes) AS o(id bigint, claim uuid, kind text, attempt integer, message_id uuid, destination text,
         started_at timestamptz, duration_ms integer, outcome text, error_code text, status integer, sent text, received text, node text,
         keep_days integer)
    LEFT JOIN delivery_open d ON d.id = o.id AND d.claim_token = o.claim
   WHERE o.kind IN ('retry', 'dead');

  WITH changed AS (
    UPDATE delivery_open d SET state = 'waiting-retry', leased = false, claim_token = NULL, claim_until = NULL, strikes = 0, strikes_alone = 0,
           due_at = p_now + o.delay_ms * interval '1 millisecond', first_failed_at = coalesce(d.first_failed_at, p_now),
           last_error = o.error_code
      FROM json_to_recordset(p_outcomes) AS o(id bigint, claim uuid, kind text, delay_ms bigint, error_code text)
     WHERE o.kind = 'retry' AND d.id = o.id AND d.claim_token = o.claim AND d.state = 'delivering'
    RETURNING d.id, d.destination
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, leased, delivering, waiting_retry)
    SELECT c.destination, p_writer, -count(*), -count(*), count(*) FROM changed c GROUP BY c.destination ORDER BY c.destination
    ON CONFLICT (destination, writer) DO UPDATE SET leased = t.leased + EXCLUDED.leased,
      delivering = t.delivering + EXCLUDED.delivering, waiting_retry = t.waiting_retry + EXCLUDED.waiting_retry
  )
  SELECT array_agg(c.id) INTO v_retried FROM changed c;

  WITH gone AS (
    DELETE FROM delivery_open d
     USING json_to_recordset(p_outcomes) AS o(id bigint, claim uuid, kind text, cause text, fingerprint text, type text, sender text,
           mapping_version text, keep_days integer)
     WHERE o.kind = 'dead' AND d.id = o.id AND d.claim_token = o.claim AND d.state = 'delivering'
    RETURNING d.*, o.cause, o.fingerprint, o.type, o.sender, o.mapping_version, o.keep_days
  ), buried AS (
    INSERT INTO dead_letter (delivery_id, message_id, accepted_at, destination, sender, type, lane_id, position, cause, fingerprint,
           attempts, mapping_version, first_failed_at, died_at, expires_at, delete_after)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.sender, g.type, g.lane_id, g.position, g.cause, g.fingerprint,
           g.attempt, g.mapping_version, coalesce(g.first_failed_at, p_now), p_now, g.expires_at, p_now + g.keep_days * interval '1 day'
      FROM gone g
  ), grouped AS (
    INSERT INTO failure_group AS f (fingerprint, cause, destination, type, first_seen, last_seen, total)
    SELECT g.fingerprint, min(g.cause), min(g.destination), min(g.type), p_now, p_now, count(*) FROM gone g
     GROUP BY g.fingerprint ORDER BY g.fingerprint
    ON CONFLICT (fingerprint) DO UPDATE SET last_seen = p_now, total = f.total + EXCLUDED.total
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, leased, delivering, dead)
    SELECT g.destination, p_writer, -count(*) FILTER (WHERE g.leased), -count(*), count(*) FROM gone g
     GROUP BY g.destination ORDER BY g.destination
    ON CONFLICT (destination, writer) DO UPDATE SET leased = t.leased + EXCLUDED.leased,
      delivering = t.delivering + EXCLUDED.delivering, dead = t.dead + EXCLUDED.dead
  )
  SELECT array_agg(g.id) INTO v_dead FROM gone g;

  RETURN coalesce(v_retried, '{}') || coalesce(v_dead, '{}');
END
$$;
