-- Stores a batch of accepted messages with their deliveries and audit entries: one call, one round trip, one commit.
-- p_messages and p_deliveries are arrays of flat objects; p_bodies is all bodies one after the other.
-- A known id fails the whole call with unique_violation; the caller then takes the careful path.
-- Lanes are locked in the order of their ids. `open` counts everything unfinished in the lane, the dead among it, and is
-- read under the row lock: a delivery is queued only if nothing is open before it.
-- p_beside is what few batches have, else null: {awaited, replies, attachments}, each an array or missing.
CREATE OR REPLACE FUNCTION hub_accept(p_writer uuid, p_messages json, p_bodies bytea, p_deliveries json, p_audit json, p_lease_ms integer,
  p_beside json DEFAULT NULL)
RETURNS TABLE (message_id uuid, accepted_at timestamptz, delivery_id bigint, destination text, leased boolean)
LANGUAGE plpgsql SET enable_hashjoin = on AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := hub_now();
  v_due timestamptz := v_now + p_lease_ms * interval '1 millisecond';
BEGIN
  INSERT INTO dedupe (party, source, event_id, message_id, accepted_at, sha256)
  SELECT m.party, m.source, m.event_id, m.id, v_now, decode(m.sha256, 'hex')
    FROM json_to_recordset(p_messages) AS m(id uuid, party text, source text, event_id text, sha256 text)
   ORDER BY m.party, m.source, m.event_id;

  RETURN QUERY
  WITH wanted AS MATERIALIZED (
    SELECT w.ord, w.message_id, w.destination, w.sender, w.sequence_key, w.lane_id, w.lease, w.pull, w.expires_at
      FROM json_to_recordset(p_deliveries) AS w(ord integer, message_id uuid, destination text, sender text, sequence_key text,
           lane_id uuid, lease boolean, pull boolean, expires_at timestamptz)
  ), locked AS (
    INSERT INTO lane AS l (id, destination, sender, sequence_key, next_position, open)
    SELECT w.lane_id, min(w.destination), min(w.sender), min(w.sequence_key), 1 + count(*), count(*)
      FROM wanted w WHERE w.lane_id IS NOT NULL GROUP BY w.lane_id ORDER BY w.lane_id
    ON CONFLICT (id) DO UPDATE SET next_position = l.next_position + EXCLUDED.open, open = l.open + EXCLUDED.open
    RETURNING l.id, l.next_position, l.open
  ), placed AS (
    SELECT w.*, row_number() OVER lane AS nth, count(*) OVER (PARTITION BY w.lane_id) AS many
      FROM wanted w WINDOW lane AS (PARTITION BY w.lane_id ORDER BY w.ord)
  ), numbered AS MATERIALIZED (
    SELECT nextval('delivery_id') AS id, p.message_id, p.destination, p.lane_id, p.expires_at, p.pull,
           k.next_position - p.many - 1 + p.nth AS position,
           k.id IS NOT NULL AND NOT p.pull AND k.open - p.many + p.nth > 1 AS parked,
           p.lease
      FROM placed p LEFT JOIN locked k ON k.id = p.lane_id
     ORDER BY p.ord
  ), inserted AS (
    INSERT INTO delivery_open (id, message_id, accepted_at, destination, lane_id, position, parked, leased, state, due_at, expires_at)
    SELECT n.id, n.message_id, v_now, n.destination, n.lane_id, n.position, n.parked, n.lease AND NOT n.parked,
           CASE WHEN n.parked THEN 'parked' ELSE 'queued' END,
           CASE WHEN n.pull THEN '-infinity' WHEN n.parked THEN 'infinity' WHEN n.lease THEN v_due ELSE v_now END, n.expires_at
      FROM numbered n ORDER BY n.id
    RETURNING delivery_open.id, delivery_open.message_id, delivery_open.destination, delivery_open.parked, delivery_open.leased
  ), stored AS (
    INSERT INTO message (id, accepted_at, party, source, event_id, type, subject, sequence_key, correlation_id, causation_id, purpose,
           trace_parent, expires_at, delete_after, sha256, body, destinations, delivery_ids)
    SELECT m.id, v_now, m.party, m.source, m.event_id, m.type, m.subject, m.sequence_key, m.correlation_id, m.causation_id, m.purpose,
           m.trace_parent, m.expires_at, v_now + m.keep_days * interval '1 day', decode(m.sha256, 'hex'),
           substring(p_bodies FROM m.body_from FOR m.body_bytes), g.destinations, g.ids
      FROM json_to_recordset(p_messages) AS m(id uuid, party text, source text, event_id text, type text, subject text, sequence_key text,
           correlation_id text, causation_id text, purpose text, trace_parent text, expires_at timestamptz, keep_days integer,
           sha256 text, body_from integer, body_bytes integer)
      JOIN (SELECT n.message_id, array_agg(n.destination ORDER BY n.id) AS destinations, array_agg(n.id ORDER BY n.id) AS ids
              FROM numbered n GROUP BY n.message_id) g ON g.message_id = m.id
  ), counted AS (
    INSERT INTO destination_tally AS t (destination, writer, created, queued, leased, parked)
    SELECT i.destination, p_writer, count(*), count(*) FILTER (WHERE NOT i.parked), count(*) FILTER (WHERE i.leased),
           count(*) FILTER (WHERE i.parked)
      FROM inserted i GROUP BY i.destination ORDER BY i.destination
    ON CONFLICT (destination, writer) DO UPDATE SET created = t.created + EXCLUDED.created, queued = t.queued + EXCLUDED.queued,
      leased = t.leased + EXCLUDED.leased, parked = t.parked + EXCLUDED.parked
  )
  SELECT i.message_id, v_now, i.id, i.destination, i.leased FROM inserted i;

  IF p_beside IS NOT NULL THEN
    PERFORM hub_await_replies(p_beside -> 'awaited', v_now);
    PERFORM hub_note_replies(p_beside -> 'replies', v_now);
    PERFORM hub_use_attachments(p_beside -> 'attachments', v_now);
  END IF;

  PERFORM hub_append_audit(p_audit);
END
$$;
