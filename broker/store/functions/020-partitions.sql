-- Makes the partitions by day from two days back to p_ahead days ahead.
CREATE OR REPLACE FUNCTION hub_ensure_partitions(p_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hub_make_partitions(p.name, p_ahead) FROM unnest(ARRAY['message', 'delivery', 'audit_entry']) AS p(name);
END
$$;

-- The same for one table, and of every day that has rows in the default partition: there a row falls whose day had none, so a
-- late call loses nothing. One table a transaction, where the message path runs: locks of two tables could meet its own.
CREATE OR REPLACE FUNCTION hub_make_partitions(p_table text, p_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_key text := CASE p_table WHEN 'audit_entry' THEN 'at' ELSE 'accepted_at' END;
  v_today date := (hub_now() AT TIME ZONE 'UTC')::date;
  v_late date[];
  v_day date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('hub_make_partitions'), hashtext(p_table));
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I DEFAULT', p_table || '_other', p_table);
  EXECUTE format('SELECT array_agg(DISTINCT (%I AT TIME ZONE ''UTC'')::date) FROM %I', v_key, p_table || '_other') INTO v_late;
  -- Nobody writes the table while rows are moved. That happens only after nobody made partitions for days.
  IF v_late IS NOT NULL THEN EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', p_table); END IF;
  FOR v_day IN SELECT unnest(v_late) UNION SELECT generate_series(v_today - 2, v_today + p_ahead, interval '1 day')::date LOOP
    IF to_regclass(format('%I', p_table || '_' || to_char(v_day, 'YYYYMMDD'))) IS NULL THEN
      PERFORM hub_add_partition(p_table, v_key, v_day);
    END IF;
  END LOOP;
END
$$;

-- Adds the partition of a day with what the default partition holds of it. Attached, not created in place: that would stop
-- everybody who reads or writes the table.
CREATE OR REPLACE FUNCTION hub_add_partition(p_table text, p_key text, p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_name text := p_table || '_' || to_char(p_day, 'YYYYMMDD');
  v_from text := p_day::text || ' 00:00:00+00';
  v_to text := (p_day + 1)::text || ' 00:00:00+00';
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', v_name, p_table);
  EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
    p_table || '_other', p_key, v_from, p_key, v_to, v_name);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', p_table, v_name, v_from, v_to);
END
$$;
