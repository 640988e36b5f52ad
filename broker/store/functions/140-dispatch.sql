-- Destinations that have something to move on, so that the scheduler asks only for these.
CREATE OR REPLACE FUNCTION hub_due_destinations() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
BEGIN
  RETURN QUERY SELECT q.name FROM destination q
   WHERE q.adapter <> 'mailbox'
     AND ((q.held_since IS NULL AND (NOT q.breaker_open OR q.probe_at <= v_now)
           AND EXISTS (SELECT 1 FROM delivery_open o WHERE o.destination = q.name AND NOT o.parked AND NOT o.leased AND o.due_at <= v_now))
       OR EXISTS (SELECT 1 FROM delivery_open o WHERE o.destination = q.name AND o.leased AND o.due_at <= v_now));
END
$$;

-- Moves on what is due at one destination: deliveries waiting for their turn (at most p_window outstanding) and those whose
-- dispatch or claim lease ran out. Behind an open breaker one probe goes at a time. Kinds: dispatch, alone (a strike stands
-- against it), poison (three strikes, two of them alone), unacknowledged (handed over, and no acknowledgement came in time: no strike, for its
-- outcome was recorded). The caller records the outcome of the last two.
CREATE OR REPLACE FUNCTION hub_dispatch(p_writer uuid, p_destination text, p_limit integer, p_window integer, p_lease_ms integer,
  p_probe_ms integer)
RETURNS TABLE (kind text, id bigint, claim uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_due timestamptz := v_now + p_lease_ms * interval '1 millisecond';
  v_destination destination;
  v_room integer;
  v_probe bigint;
BEGIN
  -- Leases that ran out: back to waiting, or a little longer while the claim still holds.
  UPDATE delivery_open o SET due_at = o.claim_until
   WHERE o.id IN (SELECT x.id FROM delivery_open x WHERE x.destination = p_destination AND x.leased AND x.due_at <= v_now
                     AND x.state = 'delivering' AND x.claim_until > v_now FOR UPDATE SKIP LOCKED);

  RETURN QUERY SELECT 'poison', o.id, o.claim_token FROM delivery_open o
   WHERE o.destination = p_destination AND o.leased AND o.due_at <= v_now AND o.state = 'delivering'
     AND o.strikes >= 3 AND o.strikes_alone >= 2 LIMIT p_limit;

  -- Another node leaves them alone for a while; who acknowledges meanwhile is in time.
  RETURN QUERY
  UPDATE delivery_open o SET due_at = v_due
   WHERE o.id IN (SELECT x.id FROM delivery_open x WHERE x.destination = p_destination AND x.leased AND x.due_at <= v_now
                     AND x.state = 'delivering' AND x.strikes = 0 AND x.claim_until <= v_now
                   ORDER BY x.due_at, x.id LIMIT p_limit FOR UPDATE SKIP LOCKED)
  RETURNING 'unacknowledged', o.id, o.claim_token;

  WITH late AS MATERIALIZED (
    SELECT x.id, x.state FROM delivery_open x
     WHERE x.destination = p_destination AND x.leased AND x.due_at <= v_now AND NOT (x.strikes >= 3 AND x.strikes_alone >= 2)
       AND (x.state = 'queued' OR (x.claim_until <= v_now AND x.strikes > 0))
     ORDER BY x.due_at, x.id LIMIT p_limit FOR UPDATE SKIP LOCKED
  ), back AS (
    UPDATE delivery_open o SET state = 'queued', leased = false, due_at = o.accepted_at, claim_token = NULL, claim_until = NULL
      FROM late WHERE o.id = late.id RETURNING o.id
  )
  INSERT INTO destination_tally AS t (destination, writer, queued, leased, delivering)
  SELECT p_destination, p_writer, count(*) FILTER (WHERE l.state = 'delivering'), -count(*),
         -count(*) FILTER (WHERE l.state = 'delivering')
    FROM late l JOIN back b ON b.id = l.id HAVING count(*) > 0
  ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
    delivering = t.delivering + EXCLUDED.delivering;

  SELECT * INTO v_destination FROM destination q WHERE q.name = p_destination;
  IF NOT FOUND OR v_destination.held_since IS NOT NULL OR v_destination.adapter = 'mailbox' THEN RETURN; END IF;
  SELECT p_window - coalesce(sum(t.leased), 0) INTO v_room FROM destination_tally t WHERE t.destination = p_destination;
  IF v_destination.breaker_open THEN
    UPDATE destination q SET probe_at = v_now + p_probe_ms * interval '1 millisecond', probe_delivery = NULL
     WHERE q.name = p_destination AND q.breaker_open AND q.probe_at <= v_now;
    IF NOT FOUND THEN RETURN; END IF;
    v_room := 1;
  END IF;
  IF v_room <= 0 THEN RETURN; END IF;

  RETURN QUERY
  WITH due AS MATERIALIZED (
    SELECT x.id, x.state, x.strikes FROM delivery_open x
     WHERE x.destination = p_destination AND NOT x.parked AND NOT x.leased AND x.due_at <= v_now
       AND (x.expires_at IS NULL OR x.expires_at > v_now)
     ORDER BY x.due_at, x.id LIMIT least(v_room, p_limit) FOR UPDATE SKIP LOCKED
  ), sent AS (
    UPDATE delivery_open o SET state = 'queued', leased = true, due_at = v_due FROM due WHERE o.id = due.id
    RETURNING o.id
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, queued, leased, waiting_retry)
    SELECT p_destination, p_writer, count(*) FILTER (WHERE d.state = 'waiting-retry'), count(*),
           -count(*) FILTER (WHERE d.state = 'waiting-retry')
      FROM due d JOIN sent s ON s.id = d.id HAVING count(*) > 0
    ON CONFLICT (destination, writer) DO UPDATE SET queued = t.queued + EXCLUDED.queued, leased = t.leased + EXCLUDED.leased,
      waiting_retry = t.waiting_retry + EXCLUDED.waiting_retry
  )
  SELECT CASE WHEN d.strikes > 0 THEN 'alone' ELSE 'dispatch' END, d.id, NULL::uuid FROM due d JOIN sent s ON s.id = d.id;

  IF v_destination.breaker_open THEN
    SELECT max(o.id) INTO v_probe FROM delivery_open o
     WHERE o.destination = p_destination AND o.leased AND o.state = 'queued' AND o.due_at = v_due;
    UPDATE destination q SET probe_delivery = v_probe WHERE q.name = p_destination;
  END IF;
END
$$;
