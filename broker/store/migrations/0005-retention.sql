-- What has come to its end is found by an index, so that housekeeping never reads a table from end to end. Each key ends with
-- an id, so that a walk goes on behind what must still stay.
CREATE INDEX message_by_deletion ON message (delete_after, id) WHERE body IS NOT NULL;
CREATE INDEX dedupe_by_age ON dedupe (accepted_at, message_id);
DROP INDEX attempt_by_deletion;
CREATE INDEX attempt_by_deletion ON attempt (delete_after, delivery_id);
CREATE INDEX dead_letter_by_deletion ON dead_letter (delete_after, delivery_id);

-- Deliveries that expired and whose sender is not told yet: written with the expiry, removed with its audit entry.
CREATE TABLE expiry_notice (
  delivery_id bigint PRIMARY KEY,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  destination text NOT NULL,
  attempts integer NOT NULL,
  expired_at timestamptz NOT NULL
);

-- How far the content of a day's audit entries is deleted under a rule.
CREATE TABLE audit_deletion (
  day date NOT NULL,
  rule text NOT NULL,
  after_chain uuid NOT NULL,
  after_n bigint NOT NULL,
  done boolean NOT NULL,
  PRIMARY KEY (day, rule)
);
