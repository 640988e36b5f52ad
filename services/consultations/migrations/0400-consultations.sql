-- Visa consultations: one parent, one child for each authority that was asked.
CREATE TABLE consultation (
  id uuid PRIMARY KEY,
  -- What authorities know it by, abroad too.
  reference text NOT NULL UNIQUE,
  party text NOT NULL,
  application_number text NOT NULL,
  group_id text,
  submitted_at timestamptz NOT NULL,
  officer text NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  -- What was submitted, as JSON, and its digest: the same application again must be the same.
  content bytea,
  sha256 bytea NOT NULL,
  -- As it was told to the consulate at the submission; due_at is later once it was extended.
  first_due_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  extended boolean NOT NULL DEFAULT false,
  -- When what Poland lawfully knows was gathered; before, nobody is asked.
  gathered_at timestamptz,
  -- While a node gathers, no other does.
  gathering_until timestamptz,
  final_verdict text CHECK (final_verdict IN ('OBJECTION', 'INCOMPLETE', 'TACIT_NO_OBJECTION', 'NO_OBJECTION')),
  final_at timestamptz,
  reasons jsonb NOT NULL DEFAULT '[]',
  released_at timestamptz,
  released_by text,
  cancelled_at timestamptz,
  -- From here it is kept for its term.
  ended_at timestamptz GENERATED ALWAYS AS (coalesce(cancelled_at, final_at)) STORED,
  version integer NOT NULL DEFAULT 1,
  CHECK ((final_verdict IS NULL) = (final_at IS NULL)),
  CHECK (released_at IS NULL OR final_at <= released_at)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX consultation_by_application ON consultation (party, application_number) WHERE cancelled_at IS NULL;
CREATE INDEX consultation_ungathered ON consultation (submitted_at) WHERE gathered_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX consultation_unreleased ON consultation (final_at) WHERE final_at IS NOT NULL AND released_at IS NULL;
CREATE INDEX consultation_ended ON consultation (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX consultation_by_party ON consultation (party, submitted_at, id);

-- When the clock has something to do next: the end of a child's term or of the parent's. No row: never again. Apart from the consultation,
-- whose every step would else write all of its indexes anew.
CREATE TABLE consultation_timer (
  consultation_id uuid PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
  next_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX consultation_timer_next ON consultation_timer (next_at);

CREATE TABLE consultation_child (
  consultation_id uuid NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
  authority text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('NATIONAL', 'SCHENGEN')),
  country text NOT NULL,
  legal_basis text NOT NULL,
  term_code text NOT NULL,
  state text NOT NULL CHECK (state IN ('CREATED', 'SENT', 'DELIVERED', 'ANSWERED', 'TACIT', 'EXTENDED', 'FAILED', 'CANCELLED')),
  sent_at timestamptz,
  message_id uuid,
  delivered_at timestamptz,
  due_at timestamptz,
  answer text,
  answered_at timestamptz,
  officer text,
  grounds text[] NOT NULL DEFAULT '{}',
  more_info_open boolean NOT NULL DEFAULT false,
  -- Answers that are in the history, so that a second delivery is not written down again.
  kept text[] NOT NULL DEFAULT '{}',
  ended_at timestamptz,
  PRIMARY KEY (consultation_id, authority)
) WITH (fillfactor = 70);
-- The work list of an authority, by the time left.
CREATE INDEX consultation_child_work ON consultation_child (authority, due_at, consultation_id) WHERE ended_at IS NULL AND due_at IS NOT NULL;
-- Requests on their way within Poland, looked at in turn.
CREATE INDEX consultation_child_sent ON consultation_child (message_id) WHERE state = 'SENT' AND scope = 'NATIONAL';

-- Every transition, with who and why.
CREATE TABLE consultation_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  what text NOT NULL,
  authority text,
  who text NOT NULL,
  why text
);
CREATE INDEX consultation_history_of ON consultation_history (consultation_id, id);

-- What must be said because of a transition: written with it, sent after it, once.
CREATE TABLE consultation_letter (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('REQUEST', 'SIRENE', 'CANCEL', 'VERDICT', 'NOTICE', 'REGISTRATION', 'EX_POST', 'LTV', 'CONSULAR', 'PROBLEM')),
  addressee text NOT NULL,
  at timestamptz NOT NULL,
  data jsonb NOT NULL,
  -- While a node sends it, no other does; after a failure, when it is tried again.
  claimed_until timestamptz NOT NULL DEFAULT '-infinity',
  sent_at timestamptz,
  -- The message it became; null for what operators were shown, and for a request that nobody needed any more.
  message_id uuid
);
CREATE INDEX consultation_letter_owed ON consultation_letter (id) WHERE sent_at IS NULL;
CREATE INDEX consultation_letter_of ON consultation_letter (consultation_id, id);

-- What Poland lawfully knew before it asked, by source.
CREATE TABLE consultation_check (
  consultation_id uuid NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
  source text NOT NULL,
  state text NOT NULL CHECK (state IN ('NOT_ASKED', 'NOT_ANSWERED', 'CLEAR', 'FOUND')),
  asked_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 1,
  -- Of who did not answer, ever later; null when nobody needs to know any more.
  ask_again_at timestamptz,
  -- References only, never the content of an alert.
  found jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (consultation_id, source)
);
CREATE INDEX consultation_check_open ON consultation_check (ask_again_at) WHERE ask_again_at IS NOT NULL;

-- What consuls decided on the visa: the same decision again is the same, another of its kind is refused.
CREATE TABLE consultation_decision (
  consultation_id uuid NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('ISSUED', 'REFUSED', 'ANNULLED', 'REVOKED')),
  at timestamptz NOT NULL,
  who text NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (consultation_id, kind)
);
CREATE UNIQUE INDEX consultation_decided_once ON consultation_decision (consultation_id) WHERE kind IN ('ISSUED', 'REFUSED');
CREATE UNIQUE INDEX consultation_undone_once ON consultation_decision (consultation_id) WHERE kind IN ('ANNULLED', 'REVOKED');
