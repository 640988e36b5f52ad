-- Makes the partitions by day from two days back to p_ahead days ahead. A row outside them falls into the default
-- partition, so a late call loses nothing.
CREATE OR REPLACE FUNCTION hub_ensure_partitions(p_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_table text;
  v_day date;
  v_today date := (hub_now() AT TIME ZONE 'UTC')::date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('hub_ensure_partitions'));
  FOREACH v_table IN ARRAY ARRAY['message', 'delivery', 'audit_entry'] LOOP
    FOR v_day IN SELECT generate_series(v_today - 2, v_today + p_ahead, interval '1 day')::date LOOP
      IF to_regclass(format('%I', v_table || '_' || to_char(v_day, 'YYYYMMDD'))) IS NULL THEN
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          v_table || '_' || to_char(v_day, 'YYYYMMDD'), v_table,
          v_day::text || ' 00:00:00+00', (v_day + 1)::text || ' 00:00:00+00');
      END IF;
    END LOOP;
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I DEFAULT', v_table || '_other', v_table);
  END LOOP;
END
$$;
