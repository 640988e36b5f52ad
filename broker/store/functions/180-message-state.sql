-- The state of a message, derived from its deliveries; the same rule as messageState in services/exchange.
CREATE OR REPLACE FUNCTION hub_message_state(p_ids bigint[], p_accepted_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN delivered = cardinality(p_ids) THEN 'delivered' WHEN failed = cardinality(p_ids) THEN 'failed'
              WHEN delivered > 0 AND failed > 0 THEN 'partly-delivered' ELSE 'accepted' END
    FROM (SELECT (SELECT count(*) FROM delivery h WHERE h.id = ANY (p_ids) AND h.accepted_at = p_accepted_at AND h.state = 'delivered') AS delivered,
                 (SELECT count(*) FROM delivery h WHERE h.id = ANY (p_ids) AND h.accepted_at = p_accepted_at AND h.state <> 'delivered')
                 + (SELECT count(*) FROM dead_letter x WHERE x.delivery_id = ANY (p_ids)) AS failed) c
$$;
