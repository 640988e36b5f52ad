-- Claims what tickets named and reads what is to be sent, in one call. What is not ours to send (finished, claimed,
-- expired, or to be run alone) is not returned; its ticket is forgotten, because the due time still stands for it. What was
-- dispatched to a destination that is held or behind an open breaker by now goes back to waiting, so that it moves on with
-- the others when the destination does. A claim adds a strike that only an outcome clears.
CREATE OR REPLACE FUNCTION hub_claim(p_writer uuid, p_ids bigint[], p_token uuid, p_node text, p_lease_ms integer, p_alone boolean)
RETURNS TABLE (id bigint, message_id uuid, accepted_at timestamptz, destination text, lane_id uuid, pos bigint, attempt integer,
  first_failed_at timestamptz, type text, sender text, body bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
BEGIN
  WITH refused AS MATERIALIZED (
    SELECT o.id FROM delivery_open o JOIN destination q ON q.name = o.destination
     WHERE o.id = ANY (p_ids) AND o.state = 'queued' AND o.leased
       AND (q.held_since IS NOT NULL OR (q.breaker_open AND q.probe_delivery IS DISTINCT FROM o.id))
     ORDER BY o.id FOR UPDATE OF o SKIP LOCKED
  ), back AS (
    UPDATE delivery_open o SET leased = false, due_at = o.accepted_at FROM refused r WHERE o.id = r.id RETURNING o.destination
  )
  INSERT INTO destination_tally AS t (destination, writer, leased)
  SELECT b.destination, p_writer, -count(*) FROM back b GROUP BY b.destination ORDER BY b.destination
  ON CONFLICT (destination, writer) DO UPDATE SET leased = t.leased + EXCLUDED.leased;

  RETURN QUERY
  WITH picked AS MATERIALIZED (
    SELECT o.id FROM delivery_open o JOIN destination q ON q.name = o.destination
     WHERE o.id = ANY (p_ids) AND o.state = 'queued' AND o.leased AND q.held_since IS NULL
       AND (NOT q.breaker_open OR q.probe_delivery = o.id) AND (o.strikes = 0 OR p_alone)
       AND (o.expires_at IS NULL OR o.expires_at > v_now)
     ORDER BY o.id FOR UPDATE OF o SKIP LOCKED
  ), claimed AS (
    UPDATE delivery_open o SET state = 'delivering', claim_token = p_token, claim_node = p_node,
           claim_until = v_now + p_lease_ms * interval '1 millisecond', attempt = o.attempt + 1, strikes = o.strikes + 1,
           strikes_alone = o.strikes_alone + p_alone::integer
      FROM picked p WHERE o.id = p.id
    RETURNING o.id, o.message_id, o.accepted_at, o.destination, o.lane_id, o.position, o.attempt, o.first_failed_at
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, delivering)
    SELECT c.destination, p_writer, -count(*), count(*) FROM claimed c GROUP BY c.destination ORDER BY c.destination
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued,
      delivering = t.delivering + EXCLUDED.delivering
  )
  SELECT c.id, c.message_id, c.accepted_at, c.destination, c.lane_id, c.position, c.attempt, c.first_failed_at, m.type, m.party, m.body
    FROM claimed c JOIN message m ON m.id = c.message_id AND m.accepted_at = c.accepted_at;
END
$$;
