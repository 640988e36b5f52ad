-- What an officer said of a match: one judgement a match, a hit or a false match.
CREATE TABLE sis_judgement (
  search_id uuid NOT NULL REFERENCES sis_search (id),
  match_number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('HIT', 'FALSE_MATCH')),
  hit_id uuid UNIQUE,
  party text NOT NULL,
  officer text NOT NULL,
  unit text NOT NULL,
  schengen_id text NOT NULL,
  category text NOT NULL,
  judged_at timestamptz NOT NULL,
  -- What was said, encrypted; null when its term has ended.
  key_id text,
  sealed bytea,
  PRIMARY KEY (search_id, match_number),
  CHECK ((kind = 'HIT') = (hit_id IS NOT NULL))
);
CREATE INDEX sis_judgement_kept ON sis_judgement (judged_at) WHERE sealed IS NOT NULL;

-- What SIRENE must be told of a hit, and by when.
CREATE TABLE sis_hit_report (
  id uuid PRIMARY KEY,
  hit_id uuid NOT NULL UNIQUE REFERENCES sis_judgement (hit_id),
  party text NOT NULL,
  unit text NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'SENT_TO_SIRENE', 'ACKNOWLEDGED', 'CLOSED')),
  due_at timestamptz NOT NULL,
  -- 1: the unit was told that the term ends soon; 2: that it has ended.
  told integer NOT NULL DEFAULT 0,
  key_id text,
  sealed bytea,
  message_id uuid,
  sent_at timestamptz,
  acknowledged_at timestamptz,
  closed_at timestamptz
);
CREATE INDEX sis_hit_report_by_party ON sis_hit_report (party, due_at);
CREATE INDEX sis_hit_report_draft ON sis_hit_report (due_at) WHERE state = 'DRAFT';
CREATE INDEX sis_hit_report_kept ON sis_hit_report (closed_at) WHERE sealed IS NOT NULL;
