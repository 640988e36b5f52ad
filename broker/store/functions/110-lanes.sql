-- Frees lanes of finished deliveries and promotes what waits behind them. The caller has locked the lane rows, in the
-- order of their ids, in an earlier statement: the search for successors must have a snapshot younger than the locks, or a
-- successor that is being parked at that moment is missed and waits for ever. Each statement of a volatile function takes
-- a fresh snapshot under READ COMMITTED, so the order of the statements below is the guarantee.
CREATE OR REPLACE FUNCTION hub_advance_lanes(p_writer uuid, p_lanes uuid[], p_lease_ms integer)
RETURNS TABLE (id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_due timestamptz := hub_now() + p_lease_ms * interval '1 millisecond';
BEGIN
  UPDATE lane SET open = lane.open - f.finished
    FROM (SELECT u.lane_id, count(*) AS finished FROM unnest(p_lanes) AS u(lane_id) GROUP BY u.lane_id) f
   WHERE lane.id = f.lane_id;

  RETURN QUERY
  WITH heads AS MATERIALIZED (
    SELECT h.id FROM (SELECT DISTINCT u.lane_id FROM unnest(p_lanes) AS u(lane_id)) l
     CROSS JOIN LATERAL (SELECT o.id FROM delivery_open o WHERE o.lane_id = l.lane_id AND o.parked ORDER BY o.position LIMIT 1) h
     WHERE NOT EXISTS (SELECT 1 FROM delivery_open b WHERE b.lane_id = l.lane_id AND NOT b.parked)
       AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.lane_id = l.lane_id AND NOT x.lane_released)
  ), promoted AS (
    UPDATE delivery_open o SET parked = false, state = 'queued', leased = q.held_since IS NULL AND NOT q.breaker_open,
           due_at = CASE WHEN q.held_since IS NULL AND NOT q.breaker_open THEN v_due ELSE hub_now() END
      FROM heads h, destination q
     WHERE o.id = h.id AND q.name = o.destination
    RETURNING o.id, o.destination, o.leased
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, leased, parked)
    SELECT p.destination, p_writer, count(*), count(*) FILTER (WHERE p.leased), -count(*) FROM promoted p
     GROUP BY p.destination ORDER BY p.destination
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
      parked = t.parked + EXCLUDED.parked
  )
  SELECT p.id, p.destination FROM promoted p WHERE p.leased;
END
$$;
