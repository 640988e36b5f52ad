-- Leases messages of a mailbox in the order of acceptance. A lane of which another live lease holds a part is left out, so
-- a lease holds a consecutive run of each lane. A dead letter blocks what follows it in its lane. Calls for one mailbox take turns.
CREATE OR REPLACE FUNCTION hub_mailbox_lease(p_writer uuid, p_destination text, p_max integer, p_token uuid, p_lease_ms integer)
RETURNS TABLE (id bigint, message_id uuid, lane_id uuid, pos bigint, attempt integer, until timestamptz, type text, sender text, body bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz;
  v_until timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mailbox'), hashtext(p_destination));
  v_now := hub_now();
  v_until := v_now + p_lease_ms * interval '1 millisecond';
  RETURN QUERY
  WITH picked AS MATERIALIZED (
    SELECT o.id, o.state FROM delivery_open o
     WHERE o.destination = p_destination AND NOT o.parked AND NOT o.leased AND o.due_at = '-infinity'
       AND (o.state = 'queued' OR o.claim_until <= v_now) AND (o.expires_at IS NULL OR o.expires_at > v_now)
       AND NOT EXISTS (SELECT 1 FROM delivery_open b WHERE o.lane_id IS NOT NULL AND b.lane_id = o.lane_id AND NOT b.parked
                          AND b.position < o.position AND b.state = 'delivering' AND b.claim_until > v_now)
       AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE o.lane_id IS NOT NULL AND x.lane_id = o.lane_id AND NOT x.lane_released
                          AND x.position < o.position)
     ORDER BY o.due_at, o.id LIMIT p_max FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE delivery_open o SET state = 'delivering', claim_token = p_token, claim_until = v_until, attempt = o.attempt + 1
      FROM picked p WHERE o.id = p.id
    RETURNING o.id, o.message_id, o.accepted_at, o.lane_id, o.position, o.attempt
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, delivering)
    SELECT p_destination, p_writer, -count(*), count(*) FROM picked p WHERE p.state = 'queued' HAVING count(*) > 0
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, delivering = t.delivering + EXCLUDED.delivering
  )
  SELECT c.id, c.message_id, c.lane_id, c.position, c.attempt, v_until, m.type, m.party, m.body
    FROM claimed c JOIN message m ON m.id = c.message_id AND m.accepted_at = c.accepted_at ORDER BY c.id;
END
$$;

-- Acknowledges messages by their ids under a lease, also after it ran out unless leased again. Answers one row an id:
-- acknowledged, lease-lost, not-leased, or earlier-open (an earlier position of the lane is not acknowledged).
CREATE OR REPLACE FUNCTION hub_mailbox_acknowledge(p_writer uuid, p_destination text, p_token uuid, p_ids uuid[], p_audit json)
RETURNS TABLE (message_id uuid, result text, id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz;
  v_lanes uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mailbox'), hashtext(p_destination));
  v_now := hub_now();
  SELECT array_agg(DISTINCT o.lane_id) INTO v_lanes
    FROM message m CROSS JOIN LATERAL unnest(m.delivery_ids) AS u(delivery_id) JOIN delivery_open o ON o.id = u.delivery_id
   WHERE m.id = ANY (p_ids) AND o.destination = p_destination AND o.lane_id IS NOT NULL;
  PERFORM 1 FROM lane l WHERE l.id = ANY (v_lanes) ORDER BY l.id FOR UPDATE;

  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT m.id AS message_id, u.delivery_id, m.accepted_at, o.id AS open_id, o.claim_token, o.lane_id, o.position, o.state, h.state AS done
      FROM message m CROSS JOIN LATERAL unnest(m.delivery_ids, m.destinations) AS u(delivery_id, destination)
      LEFT JOIN delivery_open o ON o.id = u.delivery_id
      LEFT JOIN delivery h ON h.id = u.delivery_id AND h.accepted_at = m.accepted_at
     WHERE m.id = ANY (p_ids) AND u.destination = p_destination
  ), ours AS MATERIALIZED (
    SELECT a.* FROM asked a WHERE a.open_id IS NOT NULL AND a.state = 'delivering' AND a.claim_token = p_token
  ), allowed AS MATERIALIZED (
    SELECT a.* FROM ours a
     WHERE a.lane_id IS NULL OR NOT EXISTS (
       SELECT 1 FROM delivery_open b WHERE b.lane_id = a.lane_id AND NOT b.parked AND b.position < a.position
          AND b.id NOT IN (SELECT x.open_id FROM ours x))
  ), gone AS (
    DELETE FROM delivery_open o USING allowed a WHERE o.id = a.open_id RETURNING o.*
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at, claim_token)
    SELECT g.id, g.message_id, g.accepted_at, g.destination, g.lane_id, g.position, 'delivered', g.attempt, v_now, g.claim_token FROM gone g
  ), freed AS (
    UPDATE lane l SET open = l.open - f.many
      FROM (SELECT g.lane_id, count(*) AS many FROM gone g WHERE g.lane_id IS NOT NULL GROUP BY g.lane_id) f WHERE l.id = f.lane_id
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, delivering, delivered)
    SELECT p_destination, p_writer, -count(*), count(*) FROM gone g HAVING count(*) > 0
    ON CONFLICT (destination, writer) DO UPDATE SET delivering = t.delivering + EXCLUDED.delivering,
      delivered = t.delivered + EXCLUDED.delivered
  )
  SELECT i.message_id,
         CASE WHEN l.open_id IS NOT NULL OR a.done = 'delivered' THEN 'acknowledged'
              WHEN w.open_id IS NOT NULL THEN 'earlier-open'
              WHEN a.claim_token IS NOT NULL THEN 'lease-lost'
              ELSE 'not-leased' END, a.delivery_id
    FROM unnest(p_ids) AS i(message_id)
    LEFT JOIN asked a ON a.message_id = i.message_id
    LEFT JOIN allowed l ON l.message_id = i.message_id
    LEFT JOIN ours w ON w.message_id = i.message_id;

  PERFORM hub_append_audit(p_audit);
END
$$;
