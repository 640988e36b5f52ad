-- Moves the breakers of destinations. p_breaker: [{destination, connection_errors, reached, open_after, probe_ms, hold, hold_reason}]; `reached` says
-- that an answer came, which closes the breaker. When one opens, what was dispatched goes back to waiting without
-- spending an attempt. Rows that another transaction has in hand are skipped: they fail or finish by themselves.
CREATE OR REPLACE FUNCTION hub_breaker(p_writer uuid, p_breaker json, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b record;
  v_open boolean;
BEGIN
  FOR b IN SELECT * FROM json_to_recordset(p_breaker) AS x(destination text, connection_errors integer, reached boolean,
             open_after integer, probe_ms integer, hold boolean, hold_reason text) ORDER BY destination LOOP
    IF b.hold THEN
      UPDATE destination SET held_since = p_now, held_by = 'hub', held_reason = b.hold_reason WHERE name = b.destination AND held_since IS NULL;
      PERFORM hub_unlease(p_writer, b.destination);
    END IF;
    IF b.reached THEN
      UPDATE destination SET breaker_failures = 0, breaker_open = false, breaker_since = NULL, probe_at = NULL, probe_delivery = NULL
       WHERE name = b.destination AND (breaker_failures > 0 OR breaker_open);
    ELSIF b.connection_errors > 0 THEN
      UPDATE destination SET breaker_failures = breaker_failures + b.connection_errors,
             breaker_open = breaker_failures + b.connection_errors >= b.open_after,
             breaker_since = CASE WHEN breaker_failures + b.connection_errors >= b.open_after THEN coalesce(breaker_since, p_now) END,
             probe_at = p_now + b.probe_ms * interval '1 millisecond', probe_delivery = NULL
       WHERE name = b.destination RETURNING breaker_open INTO v_open;
      IF v_open THEN PERFORM hub_unlease(p_writer, b.destination); END IF;
    END IF;
  END LOOP;
END
$$;

-- Takes dispatched deliveries of a destination back: their tickets are void, the next dispatch names them again.
CREATE OR REPLACE FUNCTION hub_unlease(p_writer uuid, p_destination text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_count integer;
BEGIN
  WITH back AS (
    UPDATE delivery_open SET leased = false, due_at = accepted_at
     WHERE id IN (SELECT o.id FROM delivery_open o WHERE o.destination = p_destination AND NOT o.parked AND o.leased AND o.state = 'queued'
                     AND o.due_at > '-infinity' ORDER BY o.id FOR UPDATE SKIP LOCKED)
    RETURNING id
  )
  SELECT count(*) INTO v_count FROM back;
  IF v_count > 0 THEN
    INSERT INTO destination_tally AS t (destination, writer, leased) VALUES (p_destination, p_writer, -v_count)
    ON CONFLICT (destination, writer) DO UPDATE SET leased = t.leased + EXCLUDED.leased;
  END IF;
  RETURN v_count;
END
$$;
