-- Folds the rows of many writers at one destination into one, and leaves out rows that are being written. One statement, so
-- the sums never change for anybody who reads them; a writer that comes back begins a new row, for rows hold signed changes.
-- Writers wait for nothing but this statement, and it waits for nobody but another fold: it cannot deadlock with them.
CREATE OR REPLACE FUNCTION hub_fold_tallies(p_more_than integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_fold constant uuid := '00000000-0000-0000-0000-000000000000';
  v_count bigint;
BEGIN
  WITH crowded AS MATERIALIZED (
    SELECT t.destination FROM destination_tally t GROUP BY t.destination HAVING count(*) > p_more_than
  ), idle AS MATERIALIZED (
    SELECT t.destination, t.writer FROM crowded c JOIN destination_tally t ON t.destination = c.destination
     WHERE t.writer <> v_fold ORDER BY t.destination, t.writer FOR UPDATE OF t SKIP LOCKED
  ), gone AS (
    DELETE FROM destination_tally t USING idle i WHERE t.destination = i.destination AND t.writer = i.writer RETURNING t.*
  ), folded AS (
    INSERT INTO destination_tally AS t (destination, writer, created, queued, leased, parked, delivering, waiting_retry, delivered, dead,
           discarded, expired)
    SELECT g.destination, v_fold, sum(g.created), sum(g.queued), sum(g.leased), sum(g.parked), sum(g.delivering), sum(g.waiting_retry),
           sum(g.delivered), sum(g.dead), sum(g.discarded), sum(g.expired)
      FROM gone g GROUP BY g.destination ORDER BY g.destination
    ON CONFLICT (destination, writer) DO UPDATE SET created = t.created + EXCLUDED.created, queued = t.queued + EXCLUDED.queued,
      leased = t.leased + EXCLUDED.leased, parked = t.parked + EXCLUDED.parked, delivering = t.delivering + EXCLUDED.delivering,
      waiting_retry = t.waiting_retry + EXCLUDED.waiting_retry, delivered = t.delivered + EXCLUDED.delivered,
      dead = t.dead + EXCLUDED.dead, discarded = t.discarded + EXCLUDED.discarded, expired = t.expired + EXCLUDED.expired
  )
  SELECT count(*) INTO v_count FROM gone;
  RETURN v_count;
END
$$;
