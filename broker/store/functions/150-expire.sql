-- Ends deliveries whose expiry time has passed, wherever they wait; what is being sent right now is left to its outcome.
-- Lanes are locked before deliveries, as everywhere. What expired is noted in the same statement, so that its sender is told
-- whatever happens next. Returns promoted deliveries to dispatch.
CREATE OR REPLACE FUNCTION hub_expire(p_writer uuid, p_limit integer, p_lease_ms integer)
RETURNS TABLE (id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_ids bigint[];
  v_lanes uuid[];
BEGIN
  SELECT array_agg(c.id), array_agg(c.lane_id) FILTER (WHERE c.lane_id IS NOT NULL) INTO v_ids, v_lanes FROM (
    SELECT o.id, o.lane_id FROM delivery_open o
     WHERE o.expires_at <= v_now AND NOT (o.state = 'delivering' AND o.claim_until > v_now) ORDER BY o.expires_at LIMIT p_limit) c;
  IF v_ids IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM lane l WHERE l.id = ANY (v_lanes) ORDER BY l.id FOR UPDATE;

  WITH mine AS MATERIALIZED (
    SELECT o.id FROM delivery_open o WHERE o.id = ANY (v_ids) AND o.expires_at <= v_now
       AND NOT (o.state = 'delivering' AND o.claim_until > v_now) ORDER BY o.id FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM delivery_open o USING mine WHERE o.id = mine.id RETURNING o.*
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at, reason)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.lane_id, g.position, 'expired', g.attempt, v_now, 'EXPIRED' FROM gone g
  ), noted AS (
    INSERT INTO expiry_notice (delivery_id, message_id, accepted_at, destination, attempts, expired_at)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.attempt, v_now FROM gone g
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, leased, parked, delivering, waiting_retry, expired)
    SELECT g.destination, p_writer, -count(*) FILTER (WHERE g.state = 'queued'), -count(*) FILTER (WHERE g.leased),
           -count(*) FILTER (WHERE g.state = 'parked'), -count(*) FILTER (WHERE g.state = 'delivering'),
           -count(*) FILTER (WHERE g.state = 'waiting-retry'), count(*)
      FROM gone g GROUP BY g.destination ORDER BY g.destination
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
      parked = t.parked + EXCLUDED.parked, delivering = t.delivering + EXCLUDED.delivering,
      waiting_retry = t.waiting_retry + EXCLUDED.waiting_retry, expired = t.expired + EXCLUDED.expired
  )
  SELECT array_agg(g.lane_id) FILTER (WHERE g.lane_id IS NOT NULL) INTO v_lanes FROM gone g;

  IF v_lanes IS NOT NULL THEN
    RETURN QUERY SELECT a.id, a.destination FROM hub_advance_lanes(p_writer, v_lanes, p_lease_ms) a;
  END IF;
END
$$;
