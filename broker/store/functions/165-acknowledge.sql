-- Deliveries that were handed over, to the queue of a party, and wait for its acknowledgement: `delivering` with no strike against them,
-- for a claim adds a strike and an outcome clears it. Their claim lasts until the acknowledgement is due, and never beyond the expiry.
CREATE OR REPLACE FUNCTION hub_await(p_outcomes json, p_now timestamptz) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_ids bigint[];
BEGIN
  WITH waiting AS (
    UPDATE delivery_open d SET claim_until = least(p_now + o.within_ms * interval '1 millisecond', d.expires_at),
           due_at = least(p_now + o.within_ms * interval '1 millisecond', d.expires_at), strikes = 0, strikes_alone = 0
      FROM json_to_recordset(p_outcomes) AS o(id bigint, claim uuid, kind text, within_ms bigint)
     WHERE o.kind = 'awaiting' AND d.id = o.id AND d.claim_token = o.claim AND d.state = 'delivering'
    RETURNING d.id
  )
  SELECT array_agg(w.id) INTO v_ids FROM waiting w;
  RETURN coalesce(v_ids, '{}');
END
$$;

-- Ends deliveries that the party acknowledged, wherever they are by now: under way again, waiting for another attempt, or dead, for the
-- party has them. An attempt that is being made at this moment loses its claim. Kinds, one row an id: acknowledged (again, too), too-early
-- (never sent), too-late (expired or discarded), unknown (none of this destination); and promoted, to be dispatched. p_open are those of
-- p_ids that the audit entries name: no other is ended.
-- Locks of lanes and rows come first, in statements of their own: what another transaction moves from one table to the other at that
-- moment is where it belongs when the later statements look.
CREATE OR REPLACE FUNCTION hub_acknowledge(p_writer uuid, p_destination text, p_ids bigint[], p_open bigint[], p_audit json, p_lease_ms integer)
RETURNS TABLE (kind text, id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_done bigint[];
  v_dead bigint[];
  v_lanes uuid[];
  v_lanes_of_dead uuid[];
BEGIN
  PERFORM 1 FROM lane l WHERE l.id IN (
      SELECT o.lane_id FROM delivery_open o WHERE o.id = ANY (p_open) AND o.lane_id IS NOT NULL
      UNION ALL SELECT x.lane_id FROM dead_letter x WHERE x.delivery_id = ANY (p_open) AND x.lane_id IS NOT NULL)
    ORDER BY l.id FOR UPDATE;
  PERFORM 1 FROM delivery_open o WHERE o.id = ANY (p_open) ORDER BY o.id FOR UPDATE;

  WITH gone AS (
    DELETE FROM delivery_open o WHERE o.id = ANY (p_open) AND o.destination = p_destination AND o.attempt > 0 AND NOT o.parked RETURNING o.*
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at, claim_token)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.lane_id, g.position, 'delivered', g.attempt, v_now, g.claim_token FROM gone g
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, leased, delivering, waiting_retry, delivered)
    SELECT p_destination, p_writer, -count(*) FILTER (WHERE g.state = 'queued'), -count(*) FILTER (WHERE g.leased),
           -count(*) FILTER (WHERE g.state = 'delivering'), -count(*) FILTER (WHERE g.state = 'waiting-retry'), count(*)
      FROM gone g HAVING count(*) > 0
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
      delivering = t.delivering + EXCLUDED.delivering, waiting_retry = t.waiting_retry + EXCLUDED.waiting_retry,
      delivered = t.delivered + EXCLUDED.delivered
  )
  SELECT array_agg(g.id), array_agg(g.lane_id) FILTER (WHERE g.lane_id IS NOT NULL) INTO v_done, v_lanes FROM gone g;

  WITH gone AS (
    DELETE FROM dead_letter x WHERE x.delivery_id = ANY (p_open) AND x.destination = p_destination AND x.attempts > 0 RETURNING x.*
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at)
    SELECT g.delivery_id, g.message_id, g.accepted_at, g.destination, CASE WHEN g.lane_released THEN NULL ELSE g.lane_id END, g.position,
           'delivered', g.attempts, v_now FROM gone g
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, dead, delivered)
    SELECT p_destination, p_writer, -count(*), count(*) FROM gone g HAVING count(*) > 0
    ON CONFLICT (destination, writer) DO UPDATE SET dead = t.dead + EXCLUDED.dead, delivered = t.delivered + EXCLUDED.delivered
  )
  SELECT array_agg(g.delivery_id), array_agg(g.lane_id) FILTER (WHERE g.lane_id IS NOT NULL AND NOT g.lane_released)
    INTO v_dead, v_lanes_of_dead FROM gone g;

  IF v_lanes IS NOT NULL OR v_lanes_of_dead IS NOT NULL THEN
    RETURN QUERY SELECT 'promoted', a.id FROM hub_advance_lanes(p_writer, coalesce(v_lanes, '{}') || coalesce(v_lanes_of_dead, '{}'), p_lease_ms) a;
  END IF;

  RETURN QUERY
  SELECT CASE WHEN i.id = ANY (v_done) OR i.id = ANY (v_dead) OR h.state = 'delivered' THEN 'acknowledged'
              WHEN h.state IS NOT NULL THEN 'too-late'
              WHEN o.id IS NOT NULL OR x.delivery_id IS NOT NULL THEN 'too-early'
              ELSE 'unknown' END, i.id
    FROM unnest(p_ids) AS i(id)
    LEFT JOIN delivery_open o ON o.id = i.id AND o.destination = p_destination
    LEFT JOIN dead_letter x ON x.delivery_id = i.id AND x.destination = p_destination
    LEFT JOIN delivery h ON h.id = i.id AND h.destination = p_destination;

  PERFORM hub_append_audit(p_audit);
END
$$;
