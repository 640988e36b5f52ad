-- Claims what tickets named and reads what is to be sent, in one call. What is not ours to send (finished, claimed,
-- expired, or to be run alone) is not returned; its ticket is forgotten, because the due time still stands for it. What was
-- dispatched to a destination that is held or behind an open breaker by now goes back to waiting, so that it moves on with
-- the others when the destination does. A claim adds a strike that only an outcome clears.
-- The rows are found and locked by id alone: with `leased` beside it the planner takes the partial index of leases, where id
-- comes last, and reads all of it, dead entries too, for each id (seen: 230 times the pages at 1,600 deliveries a second).
-- Another session may hold a row for a moment (a second dispatcher that judged it anew, the finish of its predecessor): it is asked
-- for again a few times, because its ticket is gone once this call returns and its lease would have to run out.
CREATE OR REPLACE FUNCTION hub_claim(p_writer uuid, p_ids bigint[], p_token uuid, p_node text, p_lease_ms integer, p_alone boolean)
RETURNS TABLE (id bigint, message_id uuid, accepted_at timestamptz, destination text, lane_id uuid, pos bigint, attempt integer,
  first_failed_at timestamptz, type text, sender text, body bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_missing integer := cardinality(p_ids);
  v_claimed integer;
BEGIN
  FOR v_try IN 1 .. 10 LOOP
    RETURN QUERY
    WITH named AS MATERIALIZED (
      SELECT o.id, o.destination, o.state, o.leased, o.strikes, o.expires_at FROM delivery_open o
       WHERE o.id = ANY (p_ids) ORDER BY o.id FOR UPDATE SKIP LOCKED
    ), judged AS MATERIALIZED (
      SELECT n.id, q.held_since IS NOT NULL OR (q.breaker_open AND q.probe_delivery IS DISTINCT FROM n.id) AS refused,
             (n.strikes = 0 OR p_alone) AND (n.expires_at IS NULL OR n.expires_at > v_now) AS ours
        FROM named n JOIN destination q ON q.name = n.destination WHERE n.state = 'queued' AND n.leased
    ), back AS (
      UPDATE delivery_open o SET leased = false, due_at = o.accepted_at FROM judged j WHERE o.id = j.id AND j.refused
      RETURNING o.destination
    ), claimed AS (
      UPDATE delivery_open o SET state = 'delivering', claim_token = p_token, claim_node = p_node,
             claim_until = v_now + p_lease_ms * interval '1 millisecond', attempt = o.attempt + 1, strikes = o.strikes + 1,
             strikes_alone = o.strikes_alone + p_alone::integer
        FROM judged j WHERE o.id = j.id AND j.ours AND NOT j.refused
      RETURNING o.id, o.message_id, o.accepted_at, o.destination, o.lane_id, o.position, o.attempt, o.first_failed_at
    ), changed AS (
      SELECT b.destination, 0 AS claims, 1 AS returns FROM back b UNION ALL SELECT c.destination, 1, 0 FROM claimed c
    ), counted AS (
      INSERT INTO destination_tally AS t (destination, writer, queued, leased, delivering)
      SELECT c.destination, p_writer, -sum(c.claims), -sum(c.returns), sum(c.claims) FROM changed c
       GROUP BY c.destination ORDER BY c.destination
      ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
        delivering = t.delivering + EXCLUDED.delivering
    )
    SELECT c.id, c.message_id, c.accepted_at, c.destination, c.lane_id, c.position, c.attempt, c.first_failed_at, m.type, m.party, m.body
      FROM claimed c JOIN message m ON m.id = c.message_id AND m.accepted_at = c.accepted_at;
    GET DIAGNOSTICS v_claimed = ROW_COUNT;
    v_missing := v_missing - v_claimed;
    EXIT WHEN v_missing <= 0 OR NOT EXISTS (
      WITH named AS MATERIALIZED (SELECT o.state, o.leased, o.strikes, o.expires_at FROM delivery_open o WHERE o.id = ANY (p_ids))
      SELECT FROM named n WHERE n.state = 'queued' AND n.leased AND (n.strikes = 0 OR p_alone) AND (n.expires_at IS NULL OR n.expires_at > v_now));
    PERFORM pg_sleep(0.005);
  END LOOP;
END
$$;
