-- Retries over time. A job puts its dead letters back little by little; what became of them is counted for each failure group,
-- so that progress is never counted anew.
CREATE TABLE retry_job (
  id uuid PRIMARY KEY,
  state text NOT NULL,
  party text NOT NULL,
  officer text,
  reason text NOT NULL,
  choice json NOT NULL,
  rate_per_second integer NOT NULL,
  begun_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  -- When a node looks at the job next; null when nothing of it is open any more.
  due_at timestamptz,
  wait_ms integer NOT NULL DEFAULT 0,
  -- Counts the nodes that took the job in hand: what an earlier one still wants to do is void.
  turn integer NOT NULL DEFAULT 0
);
CREATE INDEX retry_job_due ON retry_job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX retry_job_by_begin ON retry_job (begun_at, id);

CREATE TABLE retry_job_group (
  job_id uuid NOT NULL REFERENCES retry_job ON DELETE CASCADE,
  fingerprint text NOT NULL,
  destination text NOT NULL,
  total integer NOT NULL,
  canary bigint,
  put_back integer NOT NULL DEFAULT 0,
  delivered integer NOT NULL DEFAULT 0,
  dead_again integer NOT NULL DEFAULT 0,
  ended integer NOT NULL DEFAULT 0,
  gone integer NOT NULL DEFAULT 0,
  PRIMARY KEY (job_id, fingerprint)
);

-- waiting, back, then delivered, dead, ended (expired or discarded meanwhile); or gone (no dead letter any more when its turn
-- came) or left (the job ended before it). `n` keeps the order of lanes.
CREATE TABLE retry_job_item (
  job_id uuid NOT NULL REFERENCES retry_job ON DELETE CASCADE,
  n integer NOT NULL,
  delivery_id bigint NOT NULL,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  destination text NOT NULL,
  lane_id uuid,
  fingerprint text NOT NULL,
  state text NOT NULL,
  died_of text,
  PRIMARY KEY (job_id, n)
);
CREATE UNIQUE INDEX retry_job_item_open ON retry_job_item (delivery_id) WHERE state IN ('waiting', 'back');
CREATE INDEX retry_job_item_waiting ON retry_job_item (job_id, fingerprint, n) WHERE state = 'waiting';
CREATE INDEX retry_job_item_back ON retry_job_item (job_id, n) WHERE state = 'back';
CREATE INDEX retry_job_item_dead ON retry_job_item (job_id, n) WHERE state = 'dead';
CREATE INDEX retry_job_item_lane ON retry_job_item (job_id, lane_id, n) WHERE lane_id IS NOT NULL;
