-- The tables of the message path. Why each is shaped as it is: docs/architecture.md, "Tables".

CREATE TABLE hub_clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  offset_ms bigint NOT NULL DEFAULT 0
);
INSERT INTO hub_clock DEFAULT VALUES;

-- Who exchanges messages -----------------------------------------------------------------------------------------
CREATE SEQUENCE registry_version;

CREATE TABLE party (
  code text PRIMARY KEY,
  name text NOT NULL,
  roles text[] NOT NULL,
  sources text[] NOT NULL,
  rate_per_second integer,
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  party text NOT NULL REFERENCES party,
  prefix text NOT NULL,
  sha256 bytea NOT NULL UNIQUE,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);

CREATE TABLE officer (
  party text NOT NULL REFERENCES party,
  id text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  PRIMARY KEY (party, id, valid_from)
);

CREATE TABLE party_grant (
  id uuid PRIMARY KEY,
  party text NOT NULL REFERENCES party,
  operation text NOT NULL,
  message_type text NOT NULL,
  purpose text,
  legal_basis text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz
);

-- Where messages go. Hold and breaker belong to the destination.
CREATE TABLE destination (
  name text PRIMARY KEY,
  party text,
  adapter text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  policy jsonb NOT NULL DEFAULT '{}',
  held_since timestamptz,
  held_by text,
  held_reason text,
  breaker_failures integer NOT NULL DEFAULT 0,
  breaker_open boolean NOT NULL DEFAULT false,
  probe_at timestamptz,
  probe_delivery bigint
) WITH (fillfactor = 50);

-- Messages -------------------------------------------------------------------------------------------------------
CREATE TABLE dedupe (
  party text NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  sha256 bytea NOT NULL,
  PRIMARY KEY (party, source, event_id)
);

CREATE TABLE message (
  id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  party text NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  subject text,
  sequence_key text,
  correlation_id text,
  causation_id text,
  purpose text,
  trace_parent text,
  expires_at timestamptz,
  delete_after timestamptz NOT NULL,
  sha256 bytea NOT NULL,
  body bytea,
  destinations text[] NOT NULL,
  delivery_ids bigint[] NOT NULL,
  PRIMARY KEY (id, accepted_at)
) PARTITION BY RANGE (accepted_at);
CREATE INDEX message_by_party ON message (party, accepted_at, id);
CREATE INDEX message_by_subject ON message (subject) WHERE subject IS NOT NULL;
CREATE INDEX message_by_sequence_key ON message (sequence_key) WHERE sequence_key IS NOT NULL;
CREATE INDEX message_by_correlation ON message (correlation_id) WHERE correlation_id IS NOT NULL;

-- Order is kept per (destination, sender, sequence key); the id is a digest of the three, so every writer can sort by it.
CREATE TABLE lane (
  id uuid PRIMARY KEY,
  destination text NOT NULL,
  sender text NOT NULL,
  sequence_key text NOT NULL,
  next_position bigint NOT NULL,
  open integer NOT NULL
) WITH (fillfactor = 60);

CREATE SEQUENCE delivery_id;

-- Unfinished deliveries only. due_at says when the mover must look at the row again; leased is true from dispatch to
-- outcome. No column that changes at claim is indexed, so a claim is a heap-only update.
CREATE TABLE delivery_open (
  id bigint PRIMARY KEY,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  destination text NOT NULL,
  lane_id uuid,
  position bigint,
  parked boolean NOT NULL,
  leased boolean NOT NULL,
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  expires_at timestamptz,
  attempt integer NOT NULL DEFAULT 0,
  strikes smallint NOT NULL DEFAULT 0,
  strikes_alone smallint NOT NULL DEFAULT 0,
  claim_token uuid,
  claim_until timestamptz,
  claim_node text,
  first_failed_at timestamptz,
  last_error text
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX delivery_open_due ON delivery_open (destination, due_at, id) WHERE NOT parked AND NOT leased;
CREATE INDEX delivery_open_leased ON delivery_open (destination, due_at, id) WHERE leased;
CREATE INDEX delivery_open_parked ON delivery_open (lane_id, position) WHERE parked;
CREATE INDEX delivery_open_lane ON delivery_open (lane_id, position) WHERE lane_id IS NOT NULL AND NOT parked;
CREATE INDEX delivery_open_expiry ON delivery_open (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE delivery (
  id bigint NOT NULL,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  destination text NOT NULL,
  lane_id uuid,
  position bigint,
  state text NOT NULL,
  attempts integer NOT NULL,
  finished_at timestamptz NOT NULL,
  claim_token uuid,
  reason text,
  PRIMARY KEY (id, accepted_at)
) PARTITION BY RANGE (accepted_at);

CREATE TABLE attempt (
  delivery_id bigint NOT NULL,
  attempt integer NOT NULL,
  message_id uuid NOT NULL,
  destination text NOT NULL,
  started_at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  outcome text NOT NULL,
  error_code text NOT NULL,
  status integer,
  sent bytea,
  received bytea,
  node text,
  delete_after timestamptz NOT NULL
);
CREATE INDEX attempt_by_delivery ON attempt (delivery_id, attempt);
CREATE INDEX attempt_by_deletion ON attempt (delete_after);

CREATE TABLE dead_letter (
  delivery_id bigint PRIMARY KEY,
  message_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  destination text NOT NULL,
  sender text NOT NULL,
  type text NOT NULL,
  lane_id uuid,
  position bigint,
  lane_released boolean NOT NULL DEFAULT false,
  cause text NOT NULL,
  fingerprint text NOT NULL,
  attempts integer NOT NULL,
  mapping_version text NOT NULL,
  first_failed_at timestamptz,
  died_at timestamptz NOT NULL,
  expires_at timestamptz,
  delete_after timestamptz NOT NULL
);
CREATE INDEX dead_letter_by_group ON dead_letter (fingerprint, delivery_id);
CREATE INDEX dead_letter_by_destination ON dead_letter (destination, delivery_id);
CREATE INDEX dead_letter_by_lane ON dead_letter (lane_id) WHERE lane_id IS NOT NULL;

CREATE TABLE failure_group (
  fingerprint text PRIMARY KEY,
  cause text NOT NULL,
  destination text NOT NULL,
  type text NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  total bigint NOT NULL,
  owner text,
  note text
);

-- Counters are signed changes, one row for each writer, so that no two transactions meet in one row; their sum is the truth.
CREATE TABLE destination_tally (
  destination text NOT NULL,
  writer uuid NOT NULL,
  created bigint NOT NULL DEFAULT 0,
  queued bigint NOT NULL DEFAULT 0,
  leased bigint NOT NULL DEFAULT 0,
  parked bigint NOT NULL DEFAULT 0,
  delivering bigint NOT NULL DEFAULT 0,
  waiting_retry bigint NOT NULL DEFAULT 0,
  delivered bigint NOT NULL DEFAULT 0,
  dead bigint NOT NULL DEFAULT 0,
  discarded bigint NOT NULL DEFAULT 0,
  expired bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (destination, writer)
) WITH (fillfactor = 50);

-- What needs a person --------------------------------------------------------------------------------------------
CREATE TABLE problem (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  words text NOT NULL,
  severity text NOT NULL,
  action jsonb,
  since timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  count bigint NOT NULL DEFAULT 1,
  owner text,
  UNIQUE (kind, subject)
);

-- Audit ----------------------------------------------------------------------------------------------------------
CREATE TABLE audit_chain (
  id uuid PRIMARY KEY,
  node text NOT NULL,
  writer text NOT NULL,
  started_at timestamptz NOT NULL,
  n bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE audit_entry (
  chain_id uuid NOT NULL,
  n bigint NOT NULL,
  at timestamptz NOT NULL,
  event text NOT NULL,
  party text,
  officer text,
  purpose text,
  person_ref text,
  message_id uuid,
  payload text,
  salt bytea,
  digest bytea NOT NULL,
  hash bytea NOT NULL,
  deleted_under text,
  PRIMARY KEY (chain_id, n, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_entry_by_party ON audit_entry (party, at);
CREATE INDEX audit_entry_by_officer ON audit_entry (officer, at) WHERE officer IS NOT NULL;
CREATE INDEX audit_entry_by_person ON audit_entry (person_ref, at) WHERE person_ref IS NOT NULL;

CREATE TABLE audit_seal (
  n bigint PRIMARY KEY,
  sealed_at timestamptz NOT NULL,
  heads text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  signature bytea NOT NULL,
  key_id text NOT NULL
);
