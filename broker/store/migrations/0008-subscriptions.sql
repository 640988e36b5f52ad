-- What a party asked to be sent beside the routes: a message type and, perhaps, a condition on its content. Its grants bound it.
CREATE TABLE subscription (
  party text NOT NULL REFERENCES party (code),
  name text NOT NULL,
  message_type text NOT NULL,
  -- A JSON Schema of few keywords; null: every message of the type.
  condition jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (party, name)
);
