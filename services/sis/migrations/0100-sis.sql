-- A search in SIS without what was searched by and without what was found: those stand in the audit log, which the law demands.
CREATE TABLE sis_search (
  id uuid PRIMARY KEY,
  party text NOT NULL,
  officer text NOT NULL,
  unit text NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  case_ref text NOT NULL,
  kind text NOT NULL,
  categories text[] NOT NULL,
  requested_at timestamptz NOT NULL,
  answered_at timestamptz,
  outcome text,
  match_count integer,
  -- [{schengenId, category}]: what remains when the content is gone.
  matched jsonb NOT NULL DEFAULT '[]',
  error_code text
);
CREATE INDEX sis_search_by_party ON sis_search (party, requested_at);

-- The content of alerts, encrypted, for as long as a match can still be confirmed.
CREATE TABLE sis_match (
  search_id uuid NOT NULL REFERENCES sis_search (id),
  schengen_id text NOT NULL,
  category text NOT NULL,
  key_id text NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (search_id, schengen_id)
);
CREATE INDEX sis_match_expired ON sis_match (expires_at);
