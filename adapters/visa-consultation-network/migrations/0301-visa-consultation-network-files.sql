-- Which attachment a file of a mail became, so that the same mail twice is one message. References only.
CREATE TABLE network_file (
  state text NOT NULL,
  unifier text NOT NULL,
  sha256 text NOT NULL,
  attachment_id uuid NOT NULL,
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (state, unifier, sha256)
);
CREATE INDEX network_file_by_age ON network_file (noted_at);
