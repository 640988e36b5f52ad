-- What operators make of a mail that could not be used.
ALTER TABLE network_unreadable
  -- False where it was too large and only its beginning is kept.
  ADD COLUMN is_whole boolean NOT NULL DEFAULT true,
  -- OPEN: waits for a person; REREAD: is to be read again; TAKEN: was read again and is a message now; HANDLED: a person is done with it.
  ADD COLUMN handling text NOT NULL DEFAULT 'OPEN',
  -- Who decided last, when and why.
  ADD COLUMN handled_at timestamptz,
  ADD COLUMN handled_by text,
  ADD COLUMN handled_why text,
  -- When it was last read again.
  ADD COLUMN reread_at timestamptz;
CREATE INDEX network_unreadable_reread ON network_unreadable (reread_at NULLS FIRST) WHERE handling = 'REREAD';
