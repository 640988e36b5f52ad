-- The audit entries name what is asked for, so each function does all of it or, when a colleague was faster, nothing: HB002.

-- Puts dead letters back to waiting, at their old place in the lane. A released lane has gone on without them: they come
-- back outside it. Returns what was moved; the scheduler dispatches it, and a mailbox has it at once.
CREATE OR REPLACE FUNCTION hub_retry_dead(p_writer uuid, p_ids bigint[], p_audit json)
RETURNS TABLE (id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_count bigint;
BEGIN
  PERFORM 1 FROM lane l WHERE l.id IN (SELECT x.lane_id FROM dead_letter x WHERE x.delivery_id = ANY (p_ids) AND x.lane_id IS NOT NULL)
    ORDER BY l.id FOR UPDATE;
  RETURN QUERY
  WITH gone AS (
    DELETE FROM dead_letter x WHERE x.delivery_id = ANY (p_ids) RETURNING x.*
  ), back AS (
    INSERT INTO delivery_open (id, message_id, accepted_at, destination, lane_id, position, parked, leased, state, due_at, expires_at, attempt)
    SELECT g.delivery_id, g.message_id, g.accepted_at, g.destination, CASE WHEN g.lane_released THEN NULL ELSE g.lane_id END, g.position,
           false, false, 'queued', CASE q.adapter WHEN 'mailbox' THEN '-infinity' ELSE v_now END, g.expires_at, g.attempts
      FROM gone g LEFT JOIN destination q ON q.name = g.destination ORDER BY g.delivery_id
    RETURNING delivery_open.id, delivery_open.destination
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, dead, queued)
    SELECT b.destination, p_writer, -count(*), count(*) FROM back b GROUP BY b.destination ORDER BY b.destination
    ON CONFLICT (destination, writer) DO UPDATE SET dead = t.dead + EXCLUDED.dead, queued = t.queued + EXCLUDED.queued
  )
  SELECT b.id, b.destination FROM back b;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'some of these dead letters are gone' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Gives dead letters up for good, with a reason; their lanes go on.
CREATE OR REPLACE FUNCTION hub_discard_dead(p_writer uuid, p_ids bigint[], p_reason text, p_audit json, p_lease_ms integer)
RETURNS TABLE (kind text, id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_lanes uuid[];
  v_ids bigint[];
BEGIN
  PERFORM 1 FROM lane l WHERE l.id IN (SELECT x.lane_id FROM dead_letter x WHERE x.delivery_id = ANY (p_ids) AND x.lane_id IS NOT NULL)
    ORDER BY l.id FOR UPDATE;
  WITH gone AS (
    DELETE FROM dead_letter x WHERE x.delivery_id = ANY (p_ids) RETURNING x.*
  ), kept AS (
    INSERT INTO delivery (id, message_id, accepted_at, destination, lane_id, position, state, attempts, finished_at, reason)
    SELECT g.delivery_id, g.message_id, g.accepted_at, g.destination, g.lane_id, g.position, 'discarded', g.attempts, v_now, p_reason FROM gone g
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, dead, discarded)
    SELECT g.destination, p_writer, -count(*), count(*) FROM gone g GROUP BY g.destination ORDER BY g.destination
    ON CONFLICT (destination, writer) DO UPDATE SET dead = t.dead + EXCLUDED.dead, discarded = t.discarded + EXCLUDED.discarded
  )
  SELECT array_agg(g.delivery_id), array_agg(g.lane_id) FILTER (WHERE g.lane_id IS NOT NULL AND NOT g.lane_released)
    INTO v_ids, v_lanes FROM gone g;
  IF coalesce(cardinality(v_ids), 0) <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'some of these dead letters are gone' USING ERRCODE = 'HB002';
  END IF;
  RETURN QUERY SELECT 'discarded', u.id, NULL::text FROM unnest(v_ids) AS u(id);
  IF v_lanes IS NOT NULL THEN
    RETURN QUERY SELECT 'promoted', a.id, a.destination FROM hub_advance_lanes(p_writer, v_lanes, p_lease_ms) a;
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Lets lanes go on past their dead letters, which stay where they are.
CREATE OR REPLACE FUNCTION hub_release_lanes(p_writer uuid, p_lanes uuid[], p_audit json, p_lease_ms integer)
RETURNS TABLE (kind text, id bigint, destination text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_lanes uuid[];
BEGIN
  PERFORM 1 FROM lane l WHERE l.id = ANY (p_lanes) ORDER BY l.id FOR UPDATE;
  WITH released AS (
    UPDATE dead_letter x SET lane_released = true WHERE x.lane_id = ANY (p_lanes) AND NOT x.lane_released RETURNING x.lane_id, x.delivery_id
  )
  SELECT array_agg(r.lane_id) INTO v_lanes FROM released r;
  IF v_lanes IS NOT NULL THEN
    RETURN QUERY SELECT 'released', x.delivery_id, x.destination FROM dead_letter x WHERE x.lane_id = ANY (v_lanes) AND x.lane_released;
    RETURN QUERY SELECT 'promoted', a.id, a.destination FROM hub_advance_lanes(p_writer, v_lanes, p_lease_ms) a;
  ELSE
    RAISE EXCEPTION 'no dead letter blocks these lanes' USING ERRCODE = 'HB002';
  END IF;
  PERFORM hub_append_audit(p_audit);
END
$$;

-- Who cares for a failure group, and what is known of it.
CREATE OR REPLACE FUNCTION hub_note_group(p_fingerprint text, p_owner text, p_note text, p_audit json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE failure_group SET owner = p_owner, note = p_note WHERE fingerprint = p_fingerprint;
  PERFORM hub_append_audit(p_audit);
END
$$;
