-- Begins a job over dead letters: named ones, or at most p_most that fit. Each belongs to one unfinished job at most; named ones
-- that are taken or gone refuse the whole job: HB002. p_about: {party, officer, reason, rate_per_second, choice}; p_choice:
-- {ids, group, destination, type}. Jobs that ended long ago are forgotten. Returns how many it took.
CREATE OR REPLACE FUNCTION hub_begin_retry_job(p_job uuid, p_about json, p_choice json, p_most integer, p_keep_days integer, p_audit json)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := hub_now();
  v_ids bigint[] := (SELECT array_agg(e::bigint) FROM json_array_elements_text(nullif(p_choice ->> 'ids', '')::json) e);
  v_total integer;
BEGIN
  -- One after the other: two that choose the same letters would wait for each other's rows.
  PERFORM pg_advisory_xact_lock(7010003);
  DELETE FROM retry_job WHERE begun_at < v_now - p_keep_days * interval '1 day' AND due_at IS NULL;
  -- What another job put back and what died since is that job's no more.
  PERFORM hub_observe_retry_job(i.job_id)
     FROM (SELECT DISTINCT b.job_id FROM retry_job_item b JOIN dead_letter x ON x.delivery_id = b.delivery_id
            WHERE b.state = 'back' AND hub_is_chosen(x, v_ids, p_choice) ORDER BY b.job_id) i;

  INSERT INTO retry_job (id, state, party, officer, reason, choice, rate_per_second, begun_at, due_at)
  VALUES (p_job, 'RUNNING', p_about ->> 'party', p_about ->> 'officer', p_about ->> 'reason', p_choice,
          (p_about ->> 'rate_per_second')::integer, v_now, v_now);

  WITH chosen AS (
    SELECT x.* FROM dead_letter x WHERE hub_is_chosen(x, v_ids, p_choice)
       AND NOT EXISTS (SELECT 1 FROM retry_job_item b WHERE b.delivery_id = x.delivery_id AND b.state IN ('waiting', 'back'))
     ORDER BY x.delivery_id LIMIT p_most
  ), laned AS (
    SELECT c.*, min(c.delivery_id) OVER (PARTITION BY coalesce(c.lane_id::text, c.delivery_id::text)) AS first FROM chosen c
  )
  INSERT INTO retry_job_item (job_id, n, delivery_id, message_id, accepted_at, destination, lane_id, fingerprint, state)
  SELECT p_job, row_number() OVER (ORDER BY l.first, l.position, l.delivery_id), l.delivery_id, l.message_id, l.accepted_at, l.destination,
         l.lane_id, l.fingerprint, 'waiting' FROM laned l
  ON CONFLICT (delivery_id) WHERE state IN ('waiting', 'back') DO NOTHING;
  GET DIAGNOSTICS v_total = ROW_COUNT;
  IF v_ids IS NOT NULL AND v_total <> cardinality(v_ids) THEN
    RAISE EXCEPTION 'some of these dead letters are gone or taken' USING ERRCODE = 'HB002';
  END IF;

  INSERT INTO retry_job_group (job_id, fingerprint, destination, total, canary)
  SELECT p_job, i.fingerprint, min(i.destination), count(*), (array_agg(i.delivery_id ORDER BY i.n))[1]
    FROM retry_job_item i WHERE i.job_id = p_job GROUP BY i.fingerprint;
  PERFORM hub_append_audit(p_audit);
  RETURN v_total;
END
$$;

CREATE OR REPLACE FUNCTION hub_is_chosen(x dead_letter, p_ids bigint[], p_choice json) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (p_ids IS NULL OR x.delivery_id = ANY (p_ids)) AND (p_choice ->> 'group' IS NULL OR x.fingerprint = p_choice ->> 'group')
     AND (p_choice ->> 'destination' IS NULL OR x.destination = p_choice ->> 'destination')
     AND (p_choice ->> 'type' IS NULL OR x.type = p_choice ->> 'type')
$$;

-- Counts what became of the letters that a job put back. Each is in one of three tables in every snapshot: open, dead or finished.
CREATE OR REPLACE FUNCTION hub_observe_retry_job(p_job uuid) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_settled integer;
BEGIN
  PERFORM 1 FROM retry_job j WHERE j.id = p_job FOR UPDATE;
  WITH seen AS MATERIALIZED (
    SELECT i.n, x.fingerprint AS died_of,
           CASE WHEN x.delivery_id IS NOT NULL THEN 'dead' WHEN h.state = 'delivered' THEN 'delivered' ELSE 'ended' END AS state
      FROM retry_job_item i
      LEFT JOIN delivery_open o ON o.id = i.delivery_id
      LEFT JOIN dead_letter x ON x.delivery_id = i.delivery_id
      LEFT JOIN delivery h ON h.id = i.delivery_id AND h.accepted_at = i.accepted_at
     WHERE i.job_id = p_job AND i.state = 'back' AND o.id IS NULL
  ), settled AS (
    UPDATE retry_job_item i SET state = s.state, died_of = s.died_of FROM seen s WHERE i.job_id = p_job AND i.n = s.n
    RETURNING i.fingerprint, i.state
  ), summed AS (
    SELECT s.fingerprint, count(*) AS all_of_it, count(*) FILTER (WHERE s.state = 'delivered') AS delivered,
           count(*) FILTER (WHERE s.state = 'dead') AS dead, count(*) FILTER (WHERE s.state = 'ended') AS ended
      FROM settled s GROUP BY s.fingerprint
  ), counted AS (
    UPDATE retry_job_group g SET delivered = g.delivered + s.delivered, dead_again = g.dead_again + s.dead, ended = g.ended + s.ended
      FROM summed s WHERE g.job_id = p_job AND g.fingerprint = s.fingerprint
    RETURNING s.all_of_it
  )
  SELECT coalesce(sum(c.all_of_it), 0) INTO v_settled FROM counted c;
  RETURN v_settled;
END
$$;

-- Takes the job that is longest due in hand for p_lease_ms; no other node sees it meanwhile. Nothing due: no row.
CREATE OR REPLACE FUNCTION hub_take_retry_job(p_lease_ms integer)
RETURNS TABLE (id uuid, turn integer, state text, party text, officer text, reason text, rate_per_second integer, wait_ms integer,
  settled integer, open integer, dead_again integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_job uuid;
  v_settled integer;
BEGIN
  SELECT j.id INTO v_job FROM retry_job j WHERE j.due_at <= v_now ORDER BY j.due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE retry_job j SET turn = j.turn + 1, due_at = v_now + p_lease_ms * interval '1 millisecond' WHERE j.id = v_job;
  v_settled := hub_observe_retry_job(v_job);
  RETURN QUERY
  SELECT j.id, j.turn, j.state, j.party, j.officer, j.reason, j.rate_per_second, j.wait_ms, v_settled, g.open, g.dead_again
    FROM retry_job j, (SELECT coalesce(sum(x.put_back - x.delivered - x.dead_again - x.ended), 0)::integer AS open,
                              coalesce(sum(x.dead_again), 0)::integer AS dead_again FROM retry_job_group x WHERE x.job_id = v_job) g
   WHERE j.id = v_job;
END
$$;

-- The letters that may go back now. Until one of a failure group is delivered, only one of it is under way: the canary. Of a
-- lane, one is under way at a time, and none after one that died again. What is no dead letter any more is passed over.
CREATE OR REPLACE FUNCTION hub_next_of_retry_job(p_job uuid, p_limit integer)
RETURNS TABLE (n integer, delivery_id bigint, message_id uuid, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  FOR round IN 1..2 LOOP
    RETURN QUERY
    SELECT i.n, i.delivery_id, i.message_id, i.destination
      FROM retry_job_group g
     CROSS JOIN LATERAL (
       SELECT w.n, w.delivery_id, w.message_id, w.destination FROM retry_job_item w
        WHERE w.job_id = p_job AND w.fingerprint = g.fingerprint AND w.state = 'waiting'
          AND NOT EXISTS (SELECT 1 FROM retry_job_item b WHERE b.job_id = p_job AND b.lane_id = w.lane_id AND b.n < w.n
                             AND b.state IN ('waiting', 'back', 'dead'))
          AND EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = w.delivery_id)
        ORDER BY w.n
        LIMIT CASE WHEN g.delivered > 0 THEN p_limit WHEN g.put_back = g.delivered + g.dead_again + g.ended THEN 1 ELSE 0 END) i
     WHERE g.job_id = p_job ORDER BY i.n LIMIT p_limit;
    EXIT WHEN FOUND;
    WITH gone AS (
      UPDATE retry_job_item w SET state = 'gone' WHERE w.job_id = p_job AND w.state = 'waiting'
         AND NOT EXISTS (SELECT 1 FROM dead_letter x WHERE x.delivery_id = w.delivery_id)
      RETURNING w.fingerprint
    )
    UPDATE retry_job_group g SET gone = g.gone + s.gone FROM (SELECT o.fingerprint, count(*) AS gone FROM gone o GROUP BY o.fingerprint) s
     WHERE g.job_id = p_job AND g.fingerprint = s.fingerprint;
    EXIT WHEN NOT FOUND;
  END LOOP;
END
$$;

-- Puts letters of a job back, for the node whose turn it still is: HB002 otherwise, or when one is no dead letter any more.
CREATE OR REPLACE FUNCTION hub_put_back(p_writer uuid, p_job uuid, p_turn integer, p_ids bigint[], p_wait_ms integer, p_audit json)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE retry_job SET wait_ms = 0, due_at = hub_now() + p_wait_ms * interval '1 millisecond'
   WHERE id = p_job AND turn = p_turn AND state = 'RUNNING';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another node has the retry job in hand, or it ended' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_retry_dead(p_writer, p_ids, p_audit);
  WITH back AS (
    UPDATE retry_job_item i SET state = 'back' WHERE i.job_id = p_job AND i.delivery_id = ANY (p_ids) AND i.state = 'waiting'
    RETURNING i.fingerprint, i.delivery_id
  )
  UPDATE retry_job_group g SET put_back = g.put_back + s.put_back, canary = CASE WHEN g.delivered = 0 THEN s.first ELSE g.canary END
    FROM (SELECT b.fingerprint, count(*) AS put_back, min(b.delivery_id) AS first FROM back b GROUP BY b.fingerprint) s
   WHERE g.job_id = p_job AND g.fingerprint = s.fingerprint;
END
$$;

-- Ends a job; what it did not put back stays dead. p_turn null: an operator ends it, whoever has it in hand. Raises HB002 when it
-- ended before. It stays due while letters are under way, so that its figures become whole.
CREATE OR REPLACE FUNCTION hub_end_retry_job(p_job uuid, p_turn integer, p_end json, p_audit json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE retry_job j SET state = p_end ->> 'state', ended_at = hub_now(), ended_by = p_end ->> 'by', ended_why = p_end ->> 'why',
         turn = j.turn + 1, wait_ms = 0,
         due_at = CASE WHEN EXISTS (SELECT 1 FROM retry_job_item i WHERE i.job_id = p_job AND i.state = 'back') THEN hub_now() END
   WHERE j.id = p_job AND j.state = 'RUNNING' AND (p_turn IS NULL OR j.turn = p_turn);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the retry job ended' USING ERRCODE = 'HB002';
  END IF;
  UPDATE retry_job_item SET state = 'left' WHERE job_id = p_job AND state = 'waiting';
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Looks at a job again after a while; never again when it ended and nothing of it is under way.
CREATE OR REPLACE FUNCTION hub_rest_retry_job(p_job uuid, p_turn integer, p_wait_ms integer) RETURNS void LANGUAGE sql AS $$
  UPDATE retry_job j SET wait_ms = p_wait_ms,
         due_at = CASE WHEN j.state = 'RUNNING' OR EXISTS (SELECT 1 FROM retry_job_item i WHERE i.job_id = p_job AND i.state = 'back')
                       THEN hub_now() + p_wait_ms * interval '1 millisecond' END
   WHERE j.id = p_job AND j.turn = p_turn
$$;
