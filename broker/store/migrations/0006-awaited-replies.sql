-- Replies that messages wait for (Request-Reply): one row a recipient that was asked, written in the transaction that accepts the message.
CREATE TABLE awaited_reply (
  message_id uuid NOT NULL,
  asked text NOT NULL,
  accepted_at timestamptz NOT NULL,
  asker text NOT NULL,
  event_id text NOT NULL,
  reply_type text NOT NULL,
  reply_by timestamptz NOT NULL,
  -- When somebody must be told next: who was asked before the term ends, the asker when it has ended. Null when nothing is left to tell.
  look_at timestamptz,
  -- When a node found that the term had passed: from then on a reply is late, whatever its own clock reading says.
  expired_at timestamptz,
  reply_id uuid,
  replied_at timestamptz,
  is_late boolean,
  PRIMARY KEY (message_id, asked)
) WITH (fillfactor = 70);
CREATE INDEX awaited_reply_by_event ON awaited_reply (asker, event_id);
CREATE INDEX awaited_reply_due ON awaited_reply (look_at, message_id) WHERE look_at IS NOT NULL;
CREATE INDEX awaited_reply_by_age ON awaited_reply (accepted_at);
