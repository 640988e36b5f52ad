-- What was sent to another state and awaits its notice of delivery. References only: no name, no data of an application.
CREATE TABLE network_form (
  unifier text PRIMARY KEY,
  state text NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  sender text NOT NULL,
  event_id text NOT NULL,
  message_id uuid NOT NULL,
  noted_at timestamptz NOT NULL,
  -- When the mail server of the other state took it; null while it is on its way.
  sent_at timestamptz,
  -- When the application of the other state confirmed it, or said that it could not use it.
  received_at timestamptz,
  -- Since when operators know that the confirmation is missing.
  told_at timestamptz
);
CREATE INDEX network_form_waiting ON network_form (sent_at) WHERE received_at IS NULL AND told_at IS NULL;
CREATE INDEX network_form_by_reference ON network_form (state, reference);
CREATE INDEX network_form_by_age ON network_form (noted_at);

-- Notices of delivery and technical errors that we owe to other states.
CREATE TABLE network_answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state text NOT NULL,
  kind text NOT NULL,
  -- Of a notice the unifier it confirms, of a technical error its own.
  unifier text NOT NULL,
  reference text,
  application_number text,
  about text,
  words text,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  UNIQUE (state, kind, unifier)
);
CREATE INDEX network_answer_due ON network_answer (next_at);

-- Mails that could not be used, encrypted, for operators; the peer was told.
CREATE TABLE network_unreadable (
  id uuid PRIMARY KEY,
  state text NOT NULL,
  reason text NOT NULL,
  sha256 text NOT NULL,
  size integer NOT NULL,
  received_at timestamptz NOT NULL,
  delete_after timestamptz NOT NULL,
  key_id text NOT NULL,
  sealed bytea NOT NULL,
  UNIQUE (state, sha256)
);
CREATE INDEX network_unreadable_ended ON network_unreadable (delete_after);
