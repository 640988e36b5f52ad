-- The one clock of the hub: the database's, moved by one offset that only tests and the demo may set. Whole
-- milliseconds, so that an instant survives the way through JavaScript.
CREATE OR REPLACE FUNCTION hub_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp() + (SELECT offset_ms FROM hub_clock) * interval '1 millisecond')
$$;
