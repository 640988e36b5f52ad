-- Where the reading of the register's change feed stands: one row. Changes up to this number were passed on or stand in the table below.
CREATE TABLE visa_register_feed (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  read_up_to bigint NOT NULL DEFAULT 0,
  -- The node that reads; another may take over when the lease has run out.
  reader text,
  lease_until timestamptz
);
INSERT INTO visa_register_feed DEFAULT VALUES;

-- Numbers that did not come, or came and could not be passed on: asked for again until they can.
CREATE TABLE visa_register_gap (
  number bigint PRIMARY KEY,
  noticed_at timestamptz NOT NULL,
  -- MISSING, or the code of the error.
  reason text NOT NULL
);
