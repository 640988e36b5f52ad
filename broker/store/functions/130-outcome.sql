-- Records what came of claimed deliveries: one call, one commit, with the audit entries. Only the claim that still holds
-- counts; a late outcome is kept as a superseded attempt. Kinds: delivered, awaiting (an acknowledgement), retry, dead. Returns promoted deliveries
-- (dispatch them) and, as kind 'superseded', the ids whose claim was lost.
CREATE OR REPLACE FUNCTION hub_outcome(p_writer uuid, p_outcomes json, p_audit json, p_lease_ms integer, p_breaker json)
RETURNS TABLE (kind text, id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_lanes uuid[];
  v_done bigint[];
  v_failures boolean;
  v_awaiting boolean;
BEGIN
  -- The locks first, in the order of ids, in a statement of their own.
  PERFORM 1 FROM lane l
    WHERE l.id IN (SELECT o.lane_id FROM json_to_recordset(p_outcomes) AS o(kind text, lane_id uuid)
                    WHERE o.lane_id IS NOT NULL AND o.kind = 'delivered')
    ORDER BY l.id FOR UPDATE;

  SELECT bool_or(o.kind IN ('retry', 'dead')), bool_or(o.kind = 'awaiting') INTO v_failures, v_awaiting
    FROM json_to_recordset(p_outcomes) AS o(kind text);

  WITH o AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_outcomes) AS o(id bigint, claim uuid, kind text) WHERE kind = 'delivered' ORDER BY id
  ), gone AS (
    DELETE FROM delivery_open d USING o WHERE d.id = o.id AND d.claim_token = o.claim AND d.state = 'delivering'
    RETURNING d.id, d.message_id, d.accepted_at, d.destination, d.lane_id, d.position, d.attempt, d.claim_token
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at, claim_token)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.lane_id, g.position, 'delivered', g.attempt, v_now, g.claim_token FROM gone g
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, leased, delivering, delivered)
    SELECT g.destination, p_writer, -count(*), -count(*), count(*) FROM gone g GROUP BY g.destination ORDER BY g.destination
    ON CONFLICT (destination, writer) DO UPDATE SET leased = t.leased + EXCLUDED.leased,
      delivering = t.delivering + EXCLUDED.delivering, delivered = t.delivered + EXCLUDED.delivered
  )
  SELECT array_agg(g.id), array_agg(g.lane_id) FILTER (WHERE g.lane_id IS NOT NULL) INTO v_done, v_lanes FROM gone g;

  IF v_awaiting THEN
    v_done := v_done || hub_await(p_outcomes, v_now);
  END IF;
  IF v_failures THEN
    v_done := v_done || hub_fail(p_writer, p_outcomes, v_now);
  END IF;

  IF v_lanes IS NOT NULL THEN
    RETURN QUERY SELECT 'promoted', a.id, a.destination FROM hub_advance_lanes(p_writer, v_lanes, p_lease_ms) a;
  END IF;

  PERFORM hub_append_audit(p_audit);

  IF json_array_length(p_breaker) > 0 THEN
    PERFORM hub_breaker(p_writer, p_breaker, v_now);
  END IF;

  RETURN QUERY SELECT 'superseded', o.id, NULL::text FROM json_to_recordset(p_outcomes) AS o(id bigint)
    WHERE v_done IS NULL OR o.id <> ALL (v_done);
END
$$;
